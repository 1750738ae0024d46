CREATE TABLE public.p (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE public.c (a integer, b integer, CONSTRAINT c_p FOREIGN KEY (a, b) REFERENCES public.p);
