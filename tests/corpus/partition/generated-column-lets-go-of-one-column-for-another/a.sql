CREATE TABLE public.t (d character varying(30) DEFAULT 'a', u text GENERATED ALWAYS AS (upper(d)) STORED NOT NULL, k integer NOT NULL) PARTITION BY LIST (k);
CREATE TABLE public.t1 PARTITION OF public.t FOR VALUES IN (10);
