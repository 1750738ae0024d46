CREATE DOMAIN public.d AS text CONSTRAINT short CHECK (length(VALUE) < 10);
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
