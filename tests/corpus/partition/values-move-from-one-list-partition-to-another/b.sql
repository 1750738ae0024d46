-- a value that no row has moves from one list partition to another
CREATE TABLE public.t (id integer, c text) PARTITION BY LIST (c);
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES IN ('a', 'b');
CREATE TABLE public.t_2 PARTITION OF public.t FOR VALUES IN ('c', 'd');
