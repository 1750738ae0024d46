CREATE TABLE t (id integer, n integer);
GRANT SELECT (n) ON t TO reader;
