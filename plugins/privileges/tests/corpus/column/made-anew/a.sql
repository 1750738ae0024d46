CREATE TABLE t (id integer, n integer GENERATED ALWAYS AS (id + 1) STORED);
GRANT SELECT (n) ON t TO reader;
