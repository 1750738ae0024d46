CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT INSERT ON t TO reader;
GRANT SELECT (name), INSERT (name) ON t TO reader;
