-- a parent gets an index like another, and the partitions' indexes of the new one take the automatic names of the old one's
CREATE TABLE public.t (id integer, k integer NOT NULL) PARTITION BY LIST (k);
CREATE TABLE public.t_0 PARTITION OF public.t FOR VALUES IN (0) PARTITION BY LIST (id);
CREATE TABLE public.t_0_0 PARTITION OF public.t_0 FOR VALUES IN (0);
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES IN (1);
CREATE INDEX first ON public.t (id);
CREATE INDEX second ON public.t (id);
COMMENT ON INDEX public.second IS 'the second';
