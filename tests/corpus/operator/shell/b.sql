-- an operator names others that nobody has made, one of them in another schema
CREATE TYPE public.pair AS (a integer, b integer);
CREATE FUNCTION public.eq(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a = $2.a $$;
CREATE FUNCTION public.ne(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a <> $2.a $$;
CREATE FUNCTION public.lt(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a < $2.a $$;
CREATE FUNCTION public.gt(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a > $2.a $$;
CREATE SCHEMA other;
CREATE OPERATOR public.<<< (FUNCTION = public.lt, LEFTARG = public.pair, RIGHTARG = public.pair, COMMUTATOR = OPERATOR(other.>>>), NEGATOR = >==);
