-- one half of a pair goes, and the other one stays below its view
CREATE TYPE public.pair AS (a integer, b integer);
CREATE FUNCTION public.eq(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a = $2.a $$;
CREATE FUNCTION public.ne(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a <> $2.a $$;
CREATE FUNCTION public.lt(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a < $2.a $$;
CREATE FUNCTION public.gt(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a > $2.a $$;
CREATE OPERATOR public.<<< (FUNCTION = public.lt, LEFTARG = public.pair, RIGHTARG = public.pair);
CREATE VIEW public.v AS SELECT ROW(1, 2)::public.pair OPERATOR(public.<<<) ROW(1, 2)::public.pair AS x;
