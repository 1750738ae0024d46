-- a range type comes with a column and an exclusion constraint
CREATE TYPE public.span AS RANGE (SUBTYPE = time); CREATE TABLE public.t (id integer PRIMARY KEY, r public.span, EXCLUDE USING gist (r WITH &&));
