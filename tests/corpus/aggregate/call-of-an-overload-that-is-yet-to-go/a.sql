CREATE FUNCTION public.sf(s numeric, x integer) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT s + x $$;
CREATE AGGREGATE public.asum(integer) (SFUNC = public.sf, STYPE = numeric, INITCOND = '0');
CREATE TABLE public.t (x integer);
CREATE VIEW public.v AS SELECT public.asum(x) AS total FROM public.t;
CREATE FUNCTION public.u() RETURNS numeric LANGUAGE sql BEGIN ATOMIC SELECT public.asum(x) FROM public.t; END;
