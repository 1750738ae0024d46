-- defaults of a parent and of its partitions change, not all in the same way
CREATE TABLE public.t (id integer, kind text, x integer DEFAULT 2, y integer) PARTITION BY LIST (kind);
CREATE TABLE public.t_a PARTITION OF public.t (x DEFAULT 1, y DEFAULT 7) FOR VALUES IN ('a');
CREATE TABLE public.t_b PARTITION OF public.t FOR VALUES IN ('b');
