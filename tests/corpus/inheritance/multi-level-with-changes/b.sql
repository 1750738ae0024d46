-- a chain of parents is broken and tied anew, while columns and checks change
CREATE TABLE a (x bigint, w text, CONSTRAINT ck CHECK (x > 1));
CREATE TABLE b (x bigint, y integer);
CREATE TABLE c (x bigint, y integer, z integer, w text, CONSTRAINT ck CHECK (x > 1)) INHERITS (b, a);
CREATE VIEW v AS SELECT x, y FROM b;
