CREATE OPERATOR public.@+ (FUNCTION = int4pl, LEFTARG = integer, RIGHTARG = integer);
CREATE OPERATOR public.@+ (FUNCTION = int8pl, LEFTARG = bigint, RIGHTARG = bigint);
