-- a unique constraint gets an included column and a fill factor
CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text, CONSTRAINT t_a UNIQUE (a) INCLUDE (b) WITH (fillfactor = 80));
