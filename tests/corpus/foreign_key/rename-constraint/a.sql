CREATE TABLE public.p (id integer PRIMARY KEY);
CREATE TABLE public.c (p_id integer REFERENCES public.p);
