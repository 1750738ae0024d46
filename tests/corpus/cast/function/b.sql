-- a cast by a function of the user's comes, in assignments, with a comment
CREATE TYPE public.pair AS (a integer, b integer);
CREATE FUNCTION public.total(public.pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1.a + $1.b';
CREATE CAST (public.pair AS integer) WITH FUNCTION public.total(public.pair) AS ASSIGNMENT;
COMMENT ON CAST (public.pair AS integer) IS 'the sum';
