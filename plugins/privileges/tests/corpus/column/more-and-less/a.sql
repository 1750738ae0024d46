CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT (id, name) ON t TO reader;
GRANT ALL (secret) ON t TO writer;
