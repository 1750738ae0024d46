CREATE TABLE public.readings (sensor integer, at date NOT NULL, PRIMARY KEY (sensor, at)) PARTITION BY RANGE (at);
CREATE TABLE public.readings_2023 PARTITION OF public.readings FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE public.readings_2024 PARTITION OF public.readings FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
