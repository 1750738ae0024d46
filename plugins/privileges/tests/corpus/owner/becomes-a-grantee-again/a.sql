CREATE TABLE t (a integer, b text);
ALTER TABLE t OWNER TO app;
GRANT SELECT (a) ON t TO reader;
