-- column types change on a parent with an index
CREATE TABLE public.t (id integer NOT NULL, n bigint DEFAULT 0, code varchar(30), at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE public.t_2 PARTITION OF public.t FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX t_n ON public.t (n);
