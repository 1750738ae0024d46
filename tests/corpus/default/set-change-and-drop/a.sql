CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer DEFAULT 1, c integer DEFAULT 1);
