CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text, CONSTRAINT "u%q" UNIQUE (a, b));
