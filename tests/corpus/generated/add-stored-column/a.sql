CREATE TABLE public.t (id integer PRIMARY KEY, first text, last text);
