CREATE TABLE public.t (id integer PRIMARY KEY, a smallint, b bigint, c real);
