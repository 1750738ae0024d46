CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
ALTER TABLE t OWNER TO admin;
REVOKE UPDATE ON t FROM admin;
GRANT UPDATE ON t TO app;
