-- a published table gets a partition, and a published partition is detached
CREATE TABLE public.m (id integer NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE public.m2 PARTITION OF public.m FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE public.m1 (id integer NOT NULL, at date NOT NULL);
CREATE PUBLICATION a FOR TABLE public.m;
CREATE PUBLICATION c FOR TABLE public.m1, public.m2;
