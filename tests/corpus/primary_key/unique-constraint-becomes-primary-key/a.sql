CREATE TABLE public.t (id integer, CONSTRAINT t_key UNIQUE (id));
