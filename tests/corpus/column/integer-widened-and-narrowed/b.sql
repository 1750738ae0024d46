-- numbers are widened and narrowed
CREATE TABLE public.t (id integer PRIMARY KEY, a bigint, b integer, c numeric(12,4));
