-- a partition is added that lives in another schema and has an awkward name
CREATE SCHEMA archive;
CREATE TABLE public.t (id integer NOT NULL, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE public.t_2024 PARTITION OF public.t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE archive."t%2023" PARTITION OF public.t FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
