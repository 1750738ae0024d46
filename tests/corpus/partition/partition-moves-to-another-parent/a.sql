CREATE TABLE public.hot (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE public.cold (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE public.part (id integer, at date);
ALTER TABLE public.hot ATTACH PARTITION public.part FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
