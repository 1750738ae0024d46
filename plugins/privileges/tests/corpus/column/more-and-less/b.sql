CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
GRANT SELECT (name), INSERT (name) ON t TO reader;
GRANT SELECT (secret) ON t TO writer WITH GRANT OPTION;
