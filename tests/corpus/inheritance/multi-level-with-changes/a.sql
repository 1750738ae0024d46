CREATE TABLE a (x integer, CONSTRAINT ck CHECK (x > 0));
CREATE TABLE b (x integer, y integer, CONSTRAINT ck CHECK (x > 0)) INHERITS (a);
CREATE TABLE c (x integer, y integer, z integer, CONSTRAINT ck CHECK (x > 0)) INHERITS (b);
CREATE VIEW v AS SELECT x, y FROM b;
