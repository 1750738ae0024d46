-- another extension, which takes the place of one that goes
CREATE EXTENSION citext;
CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
ALTER FUNCTION public.f DEPENDS ON EXTENSION citext;
