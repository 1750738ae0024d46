-- a foreign key is added that old rows need not pass, and another one is validated
CREATE TABLE public.p (id integer PRIMARY KEY);
CREATE TABLE public.c (a integer, b integer, CONSTRAINT c_b FOREIGN KEY (b) REFERENCES public.p);
ALTER TABLE public.c ADD CONSTRAINT c_a FOREIGN KEY (a) REFERENCES public.p NOT VALID;
