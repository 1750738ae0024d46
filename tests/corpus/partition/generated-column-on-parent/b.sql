-- a stored generated column is added to a parent
CREATE TABLE public.t (id integer, price numeric, at date, gross numeric GENERATED ALWAYS AS (price * 1.19) STORED) PARTITION BY RANGE (at);
CREATE TABLE public.t_1 PARTITION OF public.t DEFAULT;
