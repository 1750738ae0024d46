-- a column becomes NOT NULL in one partition only
CREATE TABLE public.t (id integer NOT NULL, name text) PARTITION BY LIST (id);
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES IN (1);
ALTER TABLE public.t_1 ALTER COLUMN name SET NOT NULL;
CREATE TABLE public.t_2 PARTITION OF public.t FOR VALUES IN (2);
