-- names of relations go from a table to an index, from a sequence to a table, and from an index to a sequence
CREATE TABLE public.y (id integer);
CREATE SEQUENCE public.z;
CREATE TABLE public.t (id integer);
CREATE INDEX x ON public.t (id);
