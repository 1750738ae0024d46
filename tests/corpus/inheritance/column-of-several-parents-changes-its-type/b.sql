-- a column that tables have from several parents changes its type, also where they declare it
CREATE TABLE p1 (a bigint);
CREATE TABLE p2 (a bigint);
CREATE TABLE p3 (a bigint);
CREATE TABLE c (z integer) INHERITS (p1, p2);
CREATE TABLE own (a bigint, z integer) INHERITS (p1, p2, p3);
COMMENT ON COLUMN c.a IS 'of both';
CREATE INDEX ON c (a);
CREATE VIEW v AS SELECT a FROM c;
CREATE TABLE must (a bigint NOT NULL);
CREATE TABLE has_to (z integer) INHERITS (p1, must);
CREATE TABLE has_many (z integer) INHERITS (p1, must, has_to);
