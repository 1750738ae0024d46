-- a partitioned table with a foreign partition gets a column and loses one
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE TABLE public.m (id integer NOT NULL, at date NOT NULL, other integer DEFAULT 5) PARTITION BY RANGE (at);
CREATE TABLE public.m1 PARTITION OF public.m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE FOREIGN TABLE public.m2 PARTITION OF public.m FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') SERVER s OPTIONS (t 'u');
ALTER FOREIGN TABLE public.m2 ALTER COLUMN other OPTIONS (a 'b');
