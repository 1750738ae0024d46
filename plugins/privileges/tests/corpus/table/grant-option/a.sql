CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT, INSERT ON t TO reader;
