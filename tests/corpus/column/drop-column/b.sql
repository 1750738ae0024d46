-- a column is dropped from the middle
CREATE TABLE public.t (id integer PRIMARY KEY, kept text);
