-- a table is dropped with its sequence, indexes, constraints and comments
CREATE TABLE public.kept (id integer PRIMARY KEY);
