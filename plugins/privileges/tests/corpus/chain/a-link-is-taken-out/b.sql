CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT ON t TO app;
GRANT SELECT ON t TO reader;
