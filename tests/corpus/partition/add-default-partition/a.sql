CREATE TABLE public.t (id integer, kind text NOT NULL) PARTITION BY LIST (kind);
CREATE TABLE public.t_a PARTITION OF public.t FOR VALUES IN ('a');
