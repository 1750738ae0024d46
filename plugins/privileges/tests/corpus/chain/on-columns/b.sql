CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT (name) ON t TO app WITH GRANT OPTION;
GRANT INSERT ON t TO app WITH GRANT OPTION;
SET ROLE app;
GRANT SELECT (name), INSERT (secret) ON t TO reader;
RESET ROLE;
