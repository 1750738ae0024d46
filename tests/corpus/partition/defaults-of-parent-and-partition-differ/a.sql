CREATE TABLE public.t (id integer, kind text, x integer DEFAULT 1, y integer DEFAULT 1) PARTITION BY LIST (kind);
CREATE TABLE public.t_a PARTITION OF public.t FOR VALUES IN ('a');
CREATE TABLE public.t_b PARTITION OF public.t (x DEFAULT 5) FOR VALUES IN ('b');
