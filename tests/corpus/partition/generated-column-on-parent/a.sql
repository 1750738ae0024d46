CREATE TABLE public.t (id integer, price numeric, at date) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t DEFAULT;
