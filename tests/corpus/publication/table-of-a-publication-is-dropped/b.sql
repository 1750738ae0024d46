-- a table in two publications is dropped, and one of them with it
CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE PUBLICATION p FOR TABLE public.t;
