-- a base type has another default and is read by another function: it is made anew below a function and a view
CREATE TYPE public.money2;
CREATE FUNCTION public.m_read(cstring) RETURNS public.money2 LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION public.m_out(public.money2) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE public.money2 (INPUT = public.m_read, OUTPUT = public.m_out, LIKE = integer, DEFAULT = '9');
COMMENT ON TYPE public.money2 IS 'kept';
CREATE FUNCTION public.f(public.money2) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE VIEW public.v AS SELECT public.f('1'::public.money2) AS x;
