-- with the table's comment the changes run in a circle, so the column is made anew, and the partition's with it
CREATE TABLE public.t (u text GENERATED ALWAYS AS (upper(b)) STORED NOT NULL, b character varying(30) DEFAULT upper('x') NOT NULL, k integer NOT NULL) PARTITION BY LIST (k);
CREATE TABLE public.t1 PARTITION OF public.t FOR VALUES IN (10);
COMMENT ON TABLE public.t IS 'x';
