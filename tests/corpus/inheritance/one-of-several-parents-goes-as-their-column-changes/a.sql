CREATE TABLE p1 (a integer, CONSTRAINT few CHECK (a < 10));
CREATE TABLE p2 (a integer, b text);
CREATE TABLE p3 (a integer);
CREATE TABLE c (a integer, b text, CONSTRAINT few CHECK (a < 10)) INHERITS (p1, p2);
CREATE TABLE d (a integer, b text) INHERITS (p2, p3);
CREATE TABLE e (z integer) INHERITS (p1, p3);
