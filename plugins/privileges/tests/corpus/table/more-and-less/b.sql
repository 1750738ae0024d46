CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT, INSERT, UPDATE ON t TO reader;
GRANT ALL ON t TO writer;
