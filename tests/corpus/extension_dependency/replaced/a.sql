-- what is replaced forgets which extensions it goes with
CREATE EXTENSION citext;
CREATE TABLE public.t (id integer DEFAULT 1);
CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT public.f();
CREATE PROCEDURE public.p(INOUT a integer) LANGUAGE sql AS $$ SELECT 1 $$;
ALTER FUNCTION public.f DEPENDS ON EXTENSION citext;
ALTER PROCEDURE public.p DEPENDS ON EXTENSION citext;
