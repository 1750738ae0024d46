-- a partition's own index becomes part of an index of the parent and keeps its name
CREATE TABLE public.t (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX my_own_name ON public.t_1 (id);
CREATE TABLE public.t_2 PARTITION OF public.t DEFAULT;
CREATE INDEX t_id ON public.t (id);
