CREATE TABLE t (id integer PRIMARY KEY, name text, other text);
GRANT SELECT (id, other) ON t TO reader;
