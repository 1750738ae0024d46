-- a default and a new view call overloads that come, while an aggregate has yet to let go of the one that goes
CREATE FUNCTION public.f(a integer, b integer, c integer DEFAULT 9) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a + b + c $$;
CREATE FUNCTION public.f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a + 1 $$;
CREATE FUNCTION public.n(a numeric, b numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT a + b $$;
CREATE TABLE public.t (a integer DEFAULT public.f(1), s integer);
CREATE VIEW public.v AS SELECT public.n(a, s) AS n FROM public.t;
CREATE FUNCTION public.z(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT $1 + $2 $$;
CREATE AGGREGATE public.agg(integer) (SFUNC = public.z, STYPE = integer, INITCOND = '0');
CREATE AGGREGATE public.agn(integer) (SFUNC = public.z, STYPE = integer, INITCOND = '0');
