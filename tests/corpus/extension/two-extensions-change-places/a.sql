CREATE EXTENSION hstore;
CREATE TABLE public.t (id integer PRIMARY KEY, h hstore, name text);
