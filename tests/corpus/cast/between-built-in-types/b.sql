-- a cast between types that nobody made, with a built-in function of two arguments
CREATE CAST (character varying AS uuid) WITH INOUT AS ASSIGNMENT;
CREATE CAST (bigint AS bit varying) WITH FUNCTION pg_catalog.bit(bigint, integer);
