-- Empty diff: a partition has the columns of its parent in another order
CREATE TABLE public.t (id integer, kind text, x numeric) PARTITION BY LIST (kind);
CREATE TABLE public.t_a (id integer, kind text, x numeric);
ALTER TABLE public.t ATTACH PARTITION public.t_a FOR VALUES IN ('a');
