-- a parent's check gets another name while one of its partitions is detached for other bounds
CREATE TABLE public.t (a integer, k integer NOT NULL, CONSTRAINT other CHECK (a > 0)) PARTITION BY LIST (k);
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES IN (1, 3);
CREATE TABLE public.t_2 PARTITION OF public.t FOR VALUES IN (2);
