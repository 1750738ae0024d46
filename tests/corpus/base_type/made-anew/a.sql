CREATE TYPE public.money2;
CREATE FUNCTION public.m_in(cstring) RETURNS public.money2 LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION public.m_out(public.money2) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE public.money2 (INPUT = public.m_in, OUTPUT = public.m_out, LIKE = integer);
COMMENT ON TYPE public.money2 IS 'kept';
COMMENT ON FUNCTION public.m_in(cstring) IS 'kept as well';
CREATE FUNCTION public.f(public.money2) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE VIEW public.v AS SELECT public.f('1'::public.money2) AS x;
