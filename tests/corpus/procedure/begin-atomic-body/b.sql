-- a procedure with a parsed body and the table that it writes
-- requires: 14
CREATE TABLE public.t (id integer PRIMARY KEY, v text); CREATE TABLE public.log (id integer); CREATE PROCEDURE public.p(a integer) LANGUAGE sql BEGIN ATOMIC INSERT INTO public.log VALUES (a); DELETE FROM public.t WHERE id = a; END;
