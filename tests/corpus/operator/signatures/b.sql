-- of operators of one name, one goes, one stays, one comes
CREATE OPERATOR public.@+ (FUNCTION = int8pl, LEFTARG = bigint, RIGHTARG = bigint);
CREATE OPERATOR public.@+ (FUNCTION = float8pl, LEFTARG = double precision, RIGHTARG = double precision);
