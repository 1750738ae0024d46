CREATE TYPE public.word;
CREATE FUNCTION public.w_in(cstring) RETURNS public.word LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION public.w_out(public.word) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE public.word (INPUT = public.w_in, OUTPUT = public.w_out, STORAGE = extended, COLLATABLE = true);
COMMENT ON TYPE public.word IS 'kept';
CREATE TABLE public.t (w public.word);
