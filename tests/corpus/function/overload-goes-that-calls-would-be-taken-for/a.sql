CREATE FUNCTION public.f(a integer, b integer DEFAULT 5) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a + b $$;
CREATE FUNCTION public.n(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a + b $$;
CREATE TABLE public.t (a integer DEFAULT public.f(1), s integer);
CREATE AGGREGATE public.agg(integer) (SFUNC = public.f, STYPE = integer, INITCOND = '0');
CREATE AGGREGATE public.agn(integer) (SFUNC = public.n, STYPE = integer, INITCOND = '0');
