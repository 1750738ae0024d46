CREATE TABLE public.log (id integer, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE public.log_2024 (id integer, at date, PRIMARY KEY (id, at));
CREATE INDEX log_2024_id ON public.log_2024 (id);
ALTER TABLE public.log ATTACH PARTITION public.log_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
