-- a partitioned table with a condition is published as its root, or without both
-- requires: 15
CREATE TABLE public.m (id integer NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE public.m1 PARTITION OF public.m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE PUBLICATION a FOR TABLE public.m;
CREATE PUBLICATION b FOR TABLE public.m (id) WITH (publish_via_partition_root = true);
