-- a column that is an identity is added to a parent that has partitions and rows
-- requires: 17
CREATE TABLE public.t (at date NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t DEFAULT;
