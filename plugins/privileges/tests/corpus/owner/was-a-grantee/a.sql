CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT, INSERT ON t TO app;
GRANT UPDATE (name) ON t TO app;
