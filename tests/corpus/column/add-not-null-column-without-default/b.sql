-- a NOT NULL column without default is added to a table that has no rows
CREATE TABLE public.t (id integer PRIMARY KEY, name text NOT NULL);
