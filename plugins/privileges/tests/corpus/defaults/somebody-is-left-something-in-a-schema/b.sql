-- With the schema's own there is something left, and the owner has nothing there.
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM CURRENT_USER;
CREATE SCHEMA s;
ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO reader;
CREATE TABLE t (a int);
CREATE TABLE s.t (a int);
CREATE TABLE s.u (a int);
