-- an operator does something else: generated columns, defaults, checks, indexes and views are made again
CREATE TYPE public.pair AS (a integer, b integer);
CREATE FUNCTION public.eq(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a = $2.a $$;
CREATE FUNCTION public.ne(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a <> $2.a $$;
CREATE FUNCTION public.lt(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a < $2.a $$;
CREATE FUNCTION public.gt(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a > $2.a $$;
CREATE FUNCTION public.both(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a = $2.a AND $1.b = $2.b $$;
CREATE OPERATOR public.=== (FUNCTION = public.both, LEFTARG = public.pair, RIGHTARG = public.pair, NEGATOR = !==);
CREATE OPERATOR public.!== (FUNCTION = public.ne, LEFTARG = public.pair, RIGHTARG = public.pair, NEGATOR = ===);
COMMENT ON OPERATOR public.=== (public.pair, public.pair) IS 'kept';
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair,
    g boolean GENERATED ALWAYS AS (p OPERATOR(public.===) ROW(1, 2)::public.pair) STORED,
    d boolean DEFAULT ROW(1, 2)::public.pair OPERATOR(public.===) ROW(1, 2)::public.pair,
    CONSTRAINT c CHECK (p OPERATOR(public.===) p));
CREATE INDEX t_i ON public.t ((p OPERATOR(public.===) p)) WHERE p OPERATOR(public.!==) ROW(0, 0)::public.pair;
CREATE VIEW public.v AS SELECT id FROM public.t WHERE p OPERATOR(public.===) ROW(1, 2)::public.pair;
