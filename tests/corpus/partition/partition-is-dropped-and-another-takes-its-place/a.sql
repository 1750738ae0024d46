CREATE TABLE public.t (id integer, kind text) PARTITION BY LIST (kind);
CREATE TABLE public.t_a PARTITION OF public.t FOR VALUES IN ('a');
CREATE TABLE public.t_rest PARTITION OF public.t DEFAULT;
