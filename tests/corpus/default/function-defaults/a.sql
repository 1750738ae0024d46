CREATE TABLE public.t (id integer PRIMARY KEY, a timestamptz, b uuid, c date, d text, e double precision, f timestamp, g text);
