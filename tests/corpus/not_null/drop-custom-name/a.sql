CREATE TABLE public.t (id integer CONSTRAINT needed NOT NULL, b integer);
