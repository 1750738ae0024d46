-- one foreign key is added, another one dropped
CREATE TABLE public.p (id integer PRIMARY KEY);
CREATE TABLE public.q (id integer PRIMARY KEY);
CREATE TABLE public.c (p_id integer REFERENCES public.p, q_id integer);
