-- a serial column is added to a partitioned table with rows
-- rows stay: the new column counts them
CREATE TABLE public.t (id integer, k integer, number bigserial) PARTITION BY LIST (k);
CREATE TABLE public.t1 PARTITION OF public.t FOR VALUES IN (1);
CREATE TABLE public.t2 PARTITION OF public.t DEFAULT;
