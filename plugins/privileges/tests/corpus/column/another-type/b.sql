CREATE TABLE t (id integer, n text);
GRANT SELECT (n) ON t TO reader;
