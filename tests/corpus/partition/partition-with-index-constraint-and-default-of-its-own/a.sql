CREATE TABLE public.t (id integer, kind text, x integer) PARTITION BY LIST (kind);
CREATE TABLE public.t_a PARTITION OF public.t FOR VALUES IN ('a');
CREATE TABLE public.t_b PARTITION OF public.t FOR VALUES IN ('b');
