CREATE TABLE public.t (id integer PRIMARY KEY, a timestamptz, b integer, c text, d integer);
