-- a type in use is made anew while a function takes it
CREATE TYPE public.pair AS (a numeric, b text);
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair);
CREATE FUNCTION public.f(p public.pair) RETURNS integer LANGUAGE sql AS $$ SELECT (p).a::integer $$;
