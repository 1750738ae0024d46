-- indexes are added to a parent with two levels of partitions
CREATE TABLE public.t (id integer, at date, x text) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY HASH (id);
CREATE TABLE public.t_1_0 PARTITION OF public.t_1 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE public.t_2 PARTITION OF public.t DEFAULT;
CREATE INDEX t_x ON public.t (lower(x), at DESC) WHERE x IS NOT NULL;
CREATE UNIQUE INDEX t_key ON public.t (at, id) INCLUDE (x);
