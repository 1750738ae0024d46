CREATE TABLE public.p (id integer PRIMARY KEY);
CREATE TABLE public.q (id integer PRIMARY KEY);
CREATE TABLE public.c (p_id integer, q_id integer REFERENCES public.q);
