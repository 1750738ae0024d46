CREATE TYPE public.span AS RANGE (SUBTYPE = real); CREATE TABLE public.t (id integer PRIMARY KEY, r public.span_multirange);
