-- the subtype changes beneath a column of multiranges
-- requires: 14
CREATE TYPE public.span AS RANGE (SUBTYPE = double precision); CREATE TABLE public.t (id integer PRIMARY KEY, r public.span_multirange);
