-- a table with rows becomes a partition
CREATE TABLE public.log (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE public.log_2024 PARTITION OF public.log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE public.log_old (id integer, at date);
ALTER TABLE public.log ATTACH PARTITION public.log_old FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
