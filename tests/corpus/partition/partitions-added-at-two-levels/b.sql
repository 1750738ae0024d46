-- partitions are added at both levels, the lower one with a check of its own
CREATE TABLE public.t (id integer NOT NULL, region text NOT NULL, at date NOT NULL) PARTITION BY LIST (region);
CREATE TABLE public.t_eu PARTITION OF public.t FOR VALUES IN ('eu') PARTITION BY RANGE (at);
CREATE TABLE public.t_eu_2024 PARTITION OF public.t_eu FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE public.t_eu_2025 PARTITION OF public.t_eu (CONSTRAINT positive CHECK (id > 0)) FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE public.t_us PARTITION OF public.t FOR VALUES IN ('us') PARTITION BY RANGE (at);
CREATE TABLE public.t_us_all PARTITION OF public.t_us DEFAULT;
