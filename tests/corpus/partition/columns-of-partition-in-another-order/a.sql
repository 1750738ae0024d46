CREATE TABLE public.t (id integer, kind text, x numeric) PARTITION BY LIST (kind);
CREATE TABLE public.t_a (x numeric, kind text, id integer);
ALTER TABLE public.t ATTACH PARTITION public.t_a FOR VALUES IN ('a');
