-- the bounds of two neighbouring partitions change, and every row still belongs where it is
CREATE TABLE public.t (id integer NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES FROM ('2024-01-01') TO ('2024-06-01');
CREATE TABLE public.t_2 PARTITION OF public.t FOR VALUES FROM ('2024-06-01') TO ('2025-06-01');
