-- a chain of foreign keys is turned round
CREATE TABLE public.t3 (id integer PRIMARY KEY);
CREATE TABLE public.t2 (id integer PRIMARY KEY REFERENCES public.t3);
CREATE TABLE public.t1 (id integer PRIMARY KEY REFERENCES public.t2);
