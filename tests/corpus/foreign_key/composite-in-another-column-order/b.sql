-- the columns of a composite foreign key are paired and ordered in another way
CREATE TABLE public.p (x integer, y integer, PRIMARY KEY (x, y), UNIQUE (y, x));
CREATE TABLE public.c (x integer, y integer, CONSTRAINT c_p FOREIGN KEY (y, x) REFERENCES public.p (x, y));
