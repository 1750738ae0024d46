-- a foreign key has another name
CREATE TABLE public.p (id integer PRIMARY KEY);
CREATE TABLE public.c (p_id integer CONSTRAINT "belongs to" REFERENCES public.p);
