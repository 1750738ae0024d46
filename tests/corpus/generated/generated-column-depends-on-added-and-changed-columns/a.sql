CREATE TABLE public.t (id integer PRIMARY KEY, width text NOT NULL);
