-- a foreign table becomes a partition, and another is one no more
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE TABLE public.m (id integer NOT NULL, at date NOT NULL, name text) PARTITION BY RANGE (at);
CREATE TABLE public.m1 PARTITION OF public.m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE FOREIGN TABLE public.m2 (id integer NOT NULL, at date NOT NULL, name text) SERVER s OPTIONS (t 'u');
CREATE FOREIGN TABLE public.m3 PARTITION OF public.m FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') SERVER s;
