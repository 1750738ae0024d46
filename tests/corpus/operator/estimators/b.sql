-- estimators are altered below a view that stays
CREATE TYPE public.pair AS (a integer, b integer);
CREATE FUNCTION public.eq(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a = $2.a $$;
CREATE FUNCTION public.ne(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a <> $2.a $$;
CREATE FUNCTION public.lt(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a < $2.a $$;
CREATE FUNCTION public.gt(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a > $2.a $$;
CREATE OPERATOR public.=== (FUNCTION = public.eq, LEFTARG = public.pair, RIGHTARG = public.pair, JOIN = eqjoinsel);
COMMENT ON OPERATOR public.=== (public.pair, public.pair) IS 'kept';
CREATE OPERATOR public.!== (FUNCTION = public.ne, LEFTARG = public.pair, RIGHTARG = public.pair, RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE VIEW public.v AS SELECT x.a FROM (SELECT 1 AS a, ROW(1, 2)::public.pair AS p) x WHERE x.p OPERATOR(public.===) x.p;
