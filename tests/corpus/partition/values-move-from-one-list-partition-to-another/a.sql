CREATE TABLE public.t (id integer, c text) PARTITION BY LIST (c);
CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES IN ('a', 'b', 'c');
CREATE TABLE public.t_2 PARTITION OF public.t FOR VALUES IN ('d');
