CREATE TABLE t (id integer PRIMARY KEY, name text, secret text);
REVOKE ALL ON t FROM CURRENT_USER;
GRANT SELECT ON t TO reader;
