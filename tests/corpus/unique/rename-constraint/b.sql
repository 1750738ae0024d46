-- a unique constraint has another name
CREATE TABLE public.t (id integer PRIMARY KEY, a text CONSTRAINT "a, once" UNIQUE);
