-- a parsed body lets go of a column that goes
-- requires: 14
CREATE TABLE public.t (id integer PRIMARY KEY, v text); CREATE FUNCTION public.f() RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC SELECT v FROM public.t; END;
