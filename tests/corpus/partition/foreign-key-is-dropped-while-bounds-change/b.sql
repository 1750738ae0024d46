-- a foreign key, a check and an index of a parent go while the bounds of its partition change
CREATE TABLE public.kinds (id bigint PRIMARY KEY);
CREATE TABLE public.t (k integer NOT NULL, a integer, kind_id bigint) PARTITION BY LIST (k);
CREATE TABLE public.t_2 PARTITION OF public.t FOR VALUES IN (20);
