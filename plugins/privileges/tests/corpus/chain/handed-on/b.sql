CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT ON t TO app WITH GRANT OPTION;
SET ROLE app;
GRANT SELECT ON t TO reader;
RESET ROLE;
