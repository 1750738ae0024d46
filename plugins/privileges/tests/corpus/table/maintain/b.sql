-- requires: 17
CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT ALL ON t TO reader;
