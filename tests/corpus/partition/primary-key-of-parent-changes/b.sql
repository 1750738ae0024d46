-- the primary key of a parent has its columns in another order
CREATE TABLE public.t (id integer NOT NULL, at date NOT NULL, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t DEFAULT;
