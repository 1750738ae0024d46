-- a unique constraint is dropped, another one of two columns is added
CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text, UNIQUE (a, b));
