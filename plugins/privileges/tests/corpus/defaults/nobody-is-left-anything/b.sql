-- PostgreSQL takes default privileges that leave nothing to anybody for none at all.
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM CURRENT_USER;
CREATE TABLE t (a int);
ALTER TABLE t OWNER TO app;
CREATE TABLE u (a int);
CREATE TABLE v (a int);
GRANT SELECT ON v TO reader;
