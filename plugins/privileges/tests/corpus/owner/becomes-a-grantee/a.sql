CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
ALTER TABLE t OWNER TO app;
GRANT SELECT ON t TO reader;
