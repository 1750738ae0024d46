CREATE TABLE t (a integer, b text);
GRANT SELECT ON t TO app;
GRANT INSERT ON t TO reader;
GRANT SELECT (a), UPDATE (a) ON t TO reader;
