CREATE TABLE public.cats (id integer PRIMARY KEY, name text);
CREATE TABLE public.dogs (id integer PRIMARY KEY, name text);
