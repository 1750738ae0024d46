-- a domain and a column of it come together
CREATE DOMAIN public.d AS text CHECK (VALUE <> '');
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
