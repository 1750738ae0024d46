CREATE TABLE public.t (id integer, at date, name text, PRIMARY KEY (id, at));
