CREATE TABLE v (n integer);
GRANT SELECT, INSERT ON v TO reader;
