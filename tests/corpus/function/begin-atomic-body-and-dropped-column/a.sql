CREATE TABLE public.t (id integer PRIMARY KEY, v text, w text); CREATE FUNCTION public.f() RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC SELECT w FROM public.t; END;
