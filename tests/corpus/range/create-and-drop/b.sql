-- a range type comes, with all that it can have
CREATE FUNCTION public.diff(a text, b text) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$ SELECT 1.0::double precision $$; CREATE TYPE public.span AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops, COLLATION = "C", SUBTYPE_DIFF = public.diff); COMMENT ON TYPE public.span IS 'from to';
