-- a column with a check and an index is dropped from a parent
CREATE TABLE public.t (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t DEFAULT;
