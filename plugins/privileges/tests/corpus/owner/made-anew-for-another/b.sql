CREATE TABLE t (id integer, n bigint);
CREATE VIEW v AS SELECT n FROM t;
ALTER VIEW v OWNER TO admin;
