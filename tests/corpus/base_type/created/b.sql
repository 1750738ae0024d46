-- a base type comes with its functions, and functions, operators, casts and columns that use it
CREATE TYPE public.money2;
CREATE FUNCTION public.m_in(cstring) RETURNS public.money2 LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION public.m_out(public.money2) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE FUNCTION public.m_recv(internal) RETURNS public.money2 LANGUAGE internal IMMUTABLE STRICT AS 'int4recv';
CREATE FUNCTION public.m_send(public.money2) RETURNS bytea LANGUAGE internal IMMUTABLE STRICT AS 'int4send';
CREATE TYPE public.money2 (INPUT = public.m_in, OUTPUT = public.m_out, RECEIVE = public.m_recv, SEND = public.m_send, LIKE = integer, CATEGORY = 'N', PREFERRED = true, DEFAULT = '7', DELIMITER = ';');
COMMENT ON TYPE public.money2 IS 'a number';
COMMENT ON FUNCTION public.m_in(cstring) IS 'reads it';
CREATE FUNCTION public.eq(public.money2, public.money2) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4eq';
CREATE OPERATOR public.= (FUNCTION = public.eq, LEFTARG = public.money2, RIGHTARG = public.money2, COMMUTATOR = =);
CREATE CAST (public.money2 AS integer) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE TABLE public.t (m public.money2 DEFAULT '3', many public.money2[]);
CREATE VIEW public.v AS SELECT m::integer AS n FROM public.t WHERE m OPERATOR(public.=) '4';
