-- an operator may be hashed and merged by, and another one may no longer: one of the ways makes it anew below a view
CREATE TYPE public.pair AS (a integer, b integer);
CREATE FUNCTION public.eq(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a = $2.a $$;
CREATE FUNCTION public.ne(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a <> $2.a $$;
CREATE FUNCTION public.lt(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a < $2.a $$;
CREATE FUNCTION public.gt(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a > $2.a $$;
CREATE OPERATOR public.=== (FUNCTION = public.eq, LEFTARG = public.pair, RIGHTARG = public.pair, COMMUTATOR = ===, HASHES, MERGES);
CREATE OPERATOR public.==== (FUNCTION = public.eq, LEFTARG = public.pair, RIGHTARG = public.pair, COMMUTATOR = ====, MERGES);
CREATE TABLE public.t (p public.pair);
CREATE VIEW public.v AS SELECT p FROM public.t WHERE p OPERATOR(public.===) ROW(1, 2)::public.pair;
