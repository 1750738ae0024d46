CREATE TYPE public.span AS RANGE (SUBTYPE = time); CREATE TABLE public.t (id integer PRIMARY KEY, r public.span);
