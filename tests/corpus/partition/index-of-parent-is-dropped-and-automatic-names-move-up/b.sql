-- a parent loses the first of two indexes, and the automatic name of the partition's second one is that of its first one
CREATE TABLE public.t (u text, k integer NOT NULL) PARTITION BY LIST (k);
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES IN (1);
CREATE INDEX t_up ON public.t (u);
