-- one partition becomes unlogged, another one gets storage parameters
CREATE TABLE public.t (id integer, at date) PARTITION BY RANGE (at);
CREATE UNLOGGED TABLE public.t_1 PARTITION OF public.t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE public.t_2 PARTITION OF public.t DEFAULT WITH (fillfactor = 60, autovacuum_enabled = false);
