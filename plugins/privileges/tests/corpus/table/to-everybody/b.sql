CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT, REFERENCES ON t TO PUBLIC;
