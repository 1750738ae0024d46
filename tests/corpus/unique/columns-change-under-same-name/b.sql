-- a unique constraint has other columns under the same name
CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text, CONSTRAINT "u%q" UNIQUE (b));
