-- a partitioned table with two levels goes, a table that referred to it stays
CREATE TABLE public.kept (t_id integer);
