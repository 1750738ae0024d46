CREATE TABLE public.t (id integer, n bit(40), wide bit(64));
