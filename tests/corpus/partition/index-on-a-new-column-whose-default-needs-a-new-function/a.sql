CREATE TABLE public.t (id bigint NOT NULL, k integer NOT NULL) PARTITION BY LIST (k);
CREATE TABLE public.t0 PARTITION OF public.t FOR VALUES IN (0);
