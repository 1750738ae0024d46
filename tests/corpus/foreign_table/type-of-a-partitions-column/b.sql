-- the type of a partitioned table's column changes, with a foreign partition: USING does not go down to that
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE TABLE public.m (id bigint NOT NULL, at date NOT NULL, name integer) PARTITION BY RANGE (at);
CREATE TABLE public.m1 PARTITION OF public.m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE FOREIGN TABLE public.m2 PARTITION OF public.m FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') SERVER s OPTIONS (t 'u');
ALTER FOREIGN TABLE public.m2 ALTER COLUMN name OPTIONS (a 'b');
