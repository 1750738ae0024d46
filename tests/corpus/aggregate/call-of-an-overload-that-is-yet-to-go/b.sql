-- the aggregate lets go of a function that goes, for a new one that calls the one that comes in its place
-- requires: 14
CREATE FUNCTION public.sf(s numeric, x integer, k integer DEFAULT 1) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT s + x * k $$;
CREATE FUNCTION public.sf2(s numeric, x integer) RETURNS numeric LANGUAGE sql IMMUTABLE RETURN public.sf(s, x);
CREATE AGGREGATE public.asum(integer) (SFUNC = public.sf2, STYPE = numeric, INITCOND = '1');
CREATE TABLE public.t (x integer);
CREATE VIEW public.v AS SELECT public.asum(x) AS total FROM public.t;
CREATE FUNCTION public.u() RETURNS numeric LANGUAGE sql BEGIN ATOMIC SELECT public.asum(x) + 1 FROM public.t; END;
