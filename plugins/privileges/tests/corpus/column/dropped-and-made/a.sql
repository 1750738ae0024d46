CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT (id, secret) ON t TO reader;
