-- a unique constraint starts to treat NULLs as equal
-- requires: 15
CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text, CONSTRAINT t_ab UNIQUE NULLS NOT DISTINCT (a, b));
