CREATE TABLE public.p (x integer, y integer, PRIMARY KEY (x, y), UNIQUE (y, x));
CREATE TABLE public.c (x integer, y integer, CONSTRAINT c_p FOREIGN KEY (x, y) REFERENCES public.p (x, y));
