-- a cast of the rows of a table, and of arrays
CREATE TABLE public.t (a integer, b text);
CREATE FUNCTION public.words(public.t) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT $1.b $$;
CREATE CAST (public.t AS text) WITH FUNCTION public.words(public.t) AS ASSIGNMENT;
CREATE FUNCTION public.first(public.t[]) RETURNS public.t LANGUAGE sql IMMUTABLE AS $$ SELECT $1[1] $$;
CREATE CAST (public.t[] AS public.t) WITH FUNCTION public.first(public.t[]);
