CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT MAINTAIN ON t TO reader;
