-- a column is dropped that indexes, checks, keys and a generated column use
CREATE TABLE public.t (id integer PRIMARY KEY, kept integer);
