CREATE TABLE public.g (id integer PRIMARY KEY, a integer, b integer);
CREATE PUBLICATION p FOR TABLE public.g (id, b);
