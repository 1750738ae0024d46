CREATE TABLE public.m (id integer NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE public.m1 PARTITION OF public.m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE PUBLICATION a FOR TABLE public.m WHERE (id > 1) WITH (publish_via_partition_root = true);
CREATE PUBLICATION b FOR TABLE public.m;
