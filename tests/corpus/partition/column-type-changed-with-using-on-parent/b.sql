-- a column type changes on a parent in a way that needs an explicit cast
CREATE TABLE public.t (id integer NOT NULL, n integer, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t DEFAULT;
