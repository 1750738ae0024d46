CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer, CONSTRAINT b_check CHECK (b > 0));
