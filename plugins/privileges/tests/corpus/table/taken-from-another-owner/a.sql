CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
ALTER TABLE t OWNER TO app;
