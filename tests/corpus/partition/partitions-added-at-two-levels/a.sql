CREATE TABLE public.t (id integer NOT NULL, region text NOT NULL, at date NOT NULL) PARTITION BY LIST (region);
CREATE TABLE public.t_eu PARTITION OF public.t FOR VALUES IN ('eu') PARTITION BY RANGE (at);
CREATE TABLE public.t_eu_2024 PARTITION OF public.t_eu FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
