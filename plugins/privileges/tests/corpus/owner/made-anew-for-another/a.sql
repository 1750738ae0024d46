CREATE TABLE t (id integer, n integer);
CREATE VIEW v AS SELECT n FROM t;
ALTER VIEW v OWNER TO app;
