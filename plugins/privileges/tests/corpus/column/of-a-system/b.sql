CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT (ctid) ON t TO reader;
