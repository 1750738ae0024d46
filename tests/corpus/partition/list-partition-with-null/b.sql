-- a partition for NULL is added
CREATE TABLE public.t (id integer, kind text) PARTITION BY LIST (kind);
CREATE TABLE public.t_a PARTITION OF public.t FOR VALUES IN ('a');
CREATE TABLE public.t_null PARTITION OF public.t FOR VALUES IN (NULL);
