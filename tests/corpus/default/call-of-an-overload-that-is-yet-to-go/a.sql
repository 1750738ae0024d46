CREATE FUNCTION public.f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE TABLE public.t (id integer PRIMARY KEY, a integer DEFAULT public.f(1), b integer DEFAULT public.f(3));
