-- a check comes to a domain that a column holds in arrays
CREATE DOMAIN public.d AS text CHECK (VALUE <> ''); CREATE TABLE public.t (id integer PRIMARY KEY, v public.d[]);
