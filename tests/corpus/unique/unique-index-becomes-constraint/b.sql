-- a unique index becomes a unique constraint of the same name
CREATE TABLE public.t (id integer PRIMARY KEY, a text, CONSTRAINT t_a UNIQUE (a));
