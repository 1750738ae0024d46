-- operators of one argument, in a schema with an odd name, over a built-in function that has a name of many
CREATE SCHEMA "Odd one";
CREATE FUNCTION "Odd one"."Not"(boolean) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT NOT $1';
CREATE OPERATOR "Odd one".!@ (FUNCTION = "Odd one"."Not", RIGHTARG = boolean);
CREATE OPERATOR "Odd one".@@@ (FUNCTION = pg_catalog.abs, RIGHTARG = numeric);
CREATE OPERATOR "Odd one".@@@ (FUNCTION = pg_catalog.abs, RIGHTARG = bigint);
COMMENT ON OPERATOR "Odd one".@@@ (NONE, bigint) IS 'positive';
