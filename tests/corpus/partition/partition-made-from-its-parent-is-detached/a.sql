CREATE TABLE public.log (id integer NOT NULL, at date NOT NULL, line text NOT NULL DEFAULT '', PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE public.log_2024 PARTITION OF public.log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX log_line ON public.log (line);
