CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT (id, name), UPDATE (name) ON t TO reader;
