-- a table lets go of one of several parents, or gets one, while a column that all of them have changes its type
CREATE TABLE p1 (a bigint, CONSTRAINT few CHECK (a < 10));
CREATE TABLE p2 (a bigint, b text);
CREATE TABLE p3 (a bigint);
CREATE TABLE c (a bigint, b text, CONSTRAINT few CHECK (a < 10)) INHERITS (p2);
CREATE TABLE d (a bigint, b text, CONSTRAINT few CHECK (a < 10)) INHERITS (p2, p3, p1);
CREATE TABLE e (z integer) INHERITS (p1, p3);
