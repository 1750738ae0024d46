CREATE TABLE p (a integer NOT NULL, b text, CHECK (a > 0));
CREATE TABLE q (c integer);
CREATE TABLE k (a integer NOT NULL, b text, d date, CONSTRAINT p_a_check CHECK (a > 0)) INHERITS (p);
CREATE TABLE m (a integer NOT NULL, b text, x integer, CONSTRAINT p_a_check CHECK (a > 0));
CREATE TABLE n (c integer) INHERITS (p, q);
CREATE TABLE o () INHERITS (p);
CREATE VIEW w AS SELECT tableoid, * FROM p;
