-- the subtype changes while a column holds ranges
CREATE TYPE public.span AS RANGE (SUBTYPE = double precision);
CREATE TABLE public.t (id integer PRIMARY KEY, r public.span);
