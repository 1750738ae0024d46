-- a generated column becomes one with a default and NOT NULL
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer NOT NULL DEFAULT 5);
