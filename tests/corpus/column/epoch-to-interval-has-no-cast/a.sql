CREATE TABLE public.t (id integer PRIMARY KEY, seconds integer, flag boolean);
