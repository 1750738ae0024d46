-- a table without columns is created
CREATE TABLE public.nothing ();
