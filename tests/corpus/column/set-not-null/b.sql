-- a column becomes NOT NULL
CREATE TABLE public.t (id integer PRIMARY KEY, name text NOT NULL);
