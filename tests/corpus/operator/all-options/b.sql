-- operators with everything that can be said of them: a commutator pair made in a circle, a negator pair, one that commutes with itself
CREATE TYPE public.pair AS (a integer, b integer);
CREATE FUNCTION public.eq(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a = $2.a $$;
CREATE FUNCTION public.ne(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a <> $2.a $$;
CREATE FUNCTION public.lt(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a < $2.a $$;
CREATE FUNCTION public.gt(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a > $2.a $$;
CREATE OPERATOR public.<<< (FUNCTION = public.lt, LEFTARG = public.pair, RIGHTARG = public.pair, COMMUTATOR = >>>, RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR public.>>> (FUNCTION = public.gt, LEFTARG = public.pair, RIGHTARG = public.pair, COMMUTATOR = <<<, RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
CREATE OPERATOR public.=== (FUNCTION = public.eq, LEFTARG = public.pair, RIGHTARG = public.pair, COMMUTATOR = ===, NEGATOR = !==, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR public.!== (FUNCTION = public.ne, LEFTARG = public.pair, RIGHTARG = public.pair, COMMUTATOR = !==, NEGATOR = ===, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR public.=== (public.pair, public.pair) IS 'same; ''first''';
