CREATE TYPE public.pair AS (a integer, b text);
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair);
CREATE FUNCTION public.f(p public.pair) RETURNS integer LANGUAGE sql AS $$ SELECT (p).a $$;
