-- what a base type's modifier means is altered below a column, and a function of its own with it
CREATE TYPE public.word;
CREATE FUNCTION public.w_in(cstring) RETURNS public.word LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textin';
CREATE FUNCTION public.w_out(public.word) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE public.word (INPUT = public.w_in, OUTPUT = public.w_out, STORAGE = extended, COLLATABLE = true, TYPMOD_IN = varchartypmodin, TYPMOD_OUT = varchartypmodout);
COMMENT ON TYPE public.word IS 'kept';
CREATE TABLE public.t (w public.word);
