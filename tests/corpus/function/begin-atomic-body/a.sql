CREATE TABLE public.t (id integer PRIMARY KEY, v text); CREATE FUNCTION public.f(a integer) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT v FROM public.t WHERE id = a; END;
