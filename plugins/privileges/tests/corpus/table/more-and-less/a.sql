CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT, DELETE ON t TO reader;
GRANT INSERT ON t TO writer;
