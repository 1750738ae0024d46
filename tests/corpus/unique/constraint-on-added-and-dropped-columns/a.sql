CREATE TABLE public.t (id integer PRIMARY KEY, a text, gone text, CONSTRAINT t_key UNIQUE (a, gone));
