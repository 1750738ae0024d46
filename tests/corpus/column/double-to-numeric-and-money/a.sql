CREATE TABLE public.t (id integer PRIMARY KEY, a double precision, b numeric(10,2));
