CREATE TABLE public.t (id integer, x text) PARTITION BY HASH (id);
CREATE TABLE public.t_0 PARTITION OF public.t FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE INDEX t_x ON public.t (x);
