-- a partition is added to a table with an index
CREATE TABLE public.readings (sensor integer, at date NOT NULL, value real) PARTITION BY RANGE (at);
CREATE TABLE public.readings_2024 PARTITION OF public.readings FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE public.readings_2025 PARTITION OF public.readings FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX readings_at ON public.readings (at);
