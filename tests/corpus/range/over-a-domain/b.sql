-- a range over a domain comes
CREATE DOMAIN public.d AS integer CHECK (VALUE > 0); CREATE TYPE public.span AS RANGE (SUBTYPE = public.d, SUBTYPE_OPCLASS = int4_ops);
