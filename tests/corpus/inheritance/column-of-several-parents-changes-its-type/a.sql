CREATE TABLE p1 (a integer);
CREATE TABLE p2 (a integer);
CREATE TABLE p3 (a integer);
CREATE TABLE c (z integer) INHERITS (p1, p2);
CREATE TABLE own (a integer, z integer) INHERITS (p1, p2, p3);
COMMENT ON COLUMN c.a IS 'of both';
CREATE INDEX ON c (a);
CREATE VIEW v AS SELECT a FROM c;
