CREATE TYPE public.pair AS (a integer, b integer);
CREATE FUNCTION public.total(public.pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1.a + $1.b';
CREATE CAST (public.pair AS integer) WITH FUNCTION public.total(public.pair);
COMMENT ON CAST (public.pair AS integer) IS 'stays';
