CREATE TABLE public.t (id integer, k integer) PARTITION BY LIST (k);
CREATE TABLE public.t1 PARTITION OF public.t FOR VALUES IN (1);
CREATE TABLE public.t2 PARTITION OF public.t DEFAULT;
