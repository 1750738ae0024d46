-- the column of a parent becomes an identity, and its partitions use the same sequence
-- requires: 17
CREATE TABLE public.t (id bigint GENERATED ALWAYS AS IDENTITY, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t DEFAULT;
