CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT, UPDATE, INSERT ON t TO reader;
GRANT SELECT (name), UPDATE (name) ON t TO reader;
