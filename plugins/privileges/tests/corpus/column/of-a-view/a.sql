CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
CREATE VIEW v AS SELECT id, name FROM t;
CREATE MATERIALIZED VIEW m AS SELECT id, name FROM t;
GRANT SELECT (id) ON v TO reader;
