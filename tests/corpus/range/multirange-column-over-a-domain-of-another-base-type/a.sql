CREATE DOMAIN public.amount AS integer;
CREATE TYPE public.span AS RANGE (SUBTYPE = public.amount, MULTIRANGE_TYPE_NAME = public.spans);
CREATE TABLE public.t (id integer PRIMARY KEY, s public.spans DEFAULT '{}', r public.span);
