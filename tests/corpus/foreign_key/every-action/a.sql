CREATE TABLE public.p (id integer PRIMARY KEY);
CREATE TABLE public.c (a integer, b integer, c integer, d integer DEFAULT 1, e integer);
