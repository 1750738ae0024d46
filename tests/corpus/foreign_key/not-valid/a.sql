CREATE TABLE public.p (id integer PRIMARY KEY);
CREATE TABLE public.c (a integer, b integer);
ALTER TABLE public.c ADD CONSTRAINT c_b FOREIGN KEY (b) REFERENCES public.p NOT VALID;
