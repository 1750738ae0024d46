-- the multirange type has another name, and a column is of it
-- requires: 14
CREATE TYPE public.span AS RANGE (SUBTYPE = time, MULTIRANGE_TYPE_NAME = public."Many spans"); CREATE TABLE public.t (id integer PRIMARY KEY, r public.span);
