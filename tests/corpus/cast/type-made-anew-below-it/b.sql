-- the type of a cast steps aside
CREATE TYPE public.mood AS ENUM ('sad', 'happy');
CREATE FUNCTION public.number(public.mood) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
CREATE CAST (public.mood AS integer) WITH FUNCTION public.number(public.mood) AS IMPLICIT;
COMMENT ON CAST (public.mood AS integer) IS 'counts';
CREATE CAST (public.mood AS date) WITH INOUT;
CREATE TABLE public.t (m public.mood);
