CREATE TABLE public.p (id integer PRIMARY KEY);
CREATE TABLE public.c (a integer, b integer CONSTRAINT c_b REFERENCES public.p);
