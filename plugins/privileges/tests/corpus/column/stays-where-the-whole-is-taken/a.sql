CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT ON t TO reader;
GRANT SELECT (name) ON t TO reader;
