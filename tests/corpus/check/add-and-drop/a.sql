CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer, CONSTRAINT old CHECK (a > 0));
