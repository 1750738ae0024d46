-- a class goes over to another family, and the former one goes
CREATE TYPE public.pair AS (a integer, b integer);
CREATE FUNCTION public.lt(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a < $2.a $$;
CREATE FUNCTION public.le(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a <= $2.a $$;
CREATE FUNCTION public.eq(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a = $2.a $$;
CREATE FUNCTION public.ge(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a >= $2.a $$;
CREATE FUNCTION public.gt(public.pair, public.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1.a > $2.a $$;
CREATE FUNCTION public.cmp(public.pair, public.pair) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT btint4cmp($1.a, $2.a) $$;
CREATE FUNCTION public.backwards(public.pair, public.pair) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT btint4cmp($2.a, $1.a) $$;
CREATE FUNCTION public.hash(public.pair) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT hashint4($1.a) $$;
CREATE OPERATOR public.#< (FUNCTION = public.lt, LEFTARG = public.pair, RIGHTARG = public.pair, COMMUTATOR = #>, NEGATOR = #>=);
CREATE OPERATOR public.#<= (FUNCTION = public.le, LEFTARG = public.pair, RIGHTARG = public.pair, COMMUTATOR = #>=, NEGATOR = #>);
CREATE OPERATOR public.#= (FUNCTION = public.eq, LEFTARG = public.pair, RIGHTARG = public.pair, COMMUTATOR = #=, HASHES, MERGES);
CREATE OPERATOR public.#>= (FUNCTION = public.ge, LEFTARG = public.pair, RIGHTARG = public.pair, COMMUTATOR = #<=, NEGATOR = #<);
CREATE OPERATOR public.#> (FUNCTION = public.gt, LEFTARG = public.pair, RIGHTARG = public.pair, COMMUTATOR = #<, NEGATOR = #<=);
CREATE OPERATOR FAMILY public.other_pairs USING btree;
CREATE OPERATOR CLASS public.pairs DEFAULT FOR TYPE public.pair USING btree FAMILY public.other_pairs AS OPERATOR 1 public.#<, OPERATOR 2 public.#<=, OPERATOR 3 public.#=, OPERATOR 4 public.#>=, OPERATOR 5 public.#>, FUNCTION 1 public.cmp(public.pair, public.pair);
CREATE TABLE public.t (p public.pair UNIQUE);
CREATE VIEW public.v AS SELECT DISTINCT p FROM public.t ORDER BY p;
