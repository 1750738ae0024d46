-- volatility, cost, rows, parallel safety and settings change under a view
CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE LEAKPROOF STRICT PARALLEL SAFE COST 3.5 AS 'SELECT a';
CREATE FUNCTION g() RETURNS SETOF integer LANGUAGE plpgsql STABLE ROWS 7 COST 2000 PARALLEL RESTRICTED AS 'BEGIN RETURN NEXT 1; END';
SET search_path = public, pg_catalog;
SET datestyle = 'German, DMY';
CREATE FUNCTION h() RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT SET datestyle FROM CURRENT AS 'SELECT ''x''';
RESET datestyle;
CREATE VIEW v AS SELECT f(1), h() FROM g();
