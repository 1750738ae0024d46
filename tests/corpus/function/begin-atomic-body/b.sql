-- a body that PostgreSQL keeps parsed changes, with a table that it reads
-- requires: 14
CREATE TABLE public.u (id integer PRIMARY KEY, w text); CREATE TABLE public.t (id integer PRIMARY KEY, v text); CREATE FUNCTION public.f(a integer) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT t.v || u.w FROM public.t JOIN public.u USING (id) WHERE id = a; END;
