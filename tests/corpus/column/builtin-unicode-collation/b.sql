-- a column gets a collation of the built-in provider
-- requires: 17
CREATE TABLE public.t (id integer PRIMARY KEY, a text COLLATE pg_c_utf8);
