CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT ON t TO app, admin WITH GRANT OPTION;
SET ROLE app;
GRANT SELECT ON t TO reader;
RESET ROLE;
SET ROLE admin;
GRANT SELECT ON t TO reader;
RESET ROLE;
GRANT SELECT ON t TO reader;
