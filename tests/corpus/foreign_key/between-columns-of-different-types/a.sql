CREATE TABLE public.p (id bigint PRIMARY KEY);
CREATE TABLE public.c (p_id integer REFERENCES public.p);
