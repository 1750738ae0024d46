-- requires: 18
-- columns change their type above children that have primary keys on them, and so NOT NULL of their own
CREATE TABLE p1 (id bigint NOT NULL);
CREATE TABLE gc (PRIMARY KEY (id)) INHERITS (p1);
CREATE TABLE keyed (id bigint PRIMARY KEY, CONSTRAINT few CHECK (id < 100));
CREATE TABLE kid (PRIMARY KEY (id)) INHERITS (keyed);
CREATE TABLE grandkid (n integer, PRIMARY KEY (n, id)) INHERITS (kid);
CREATE TABLE base (id bigint CONSTRAINT "has id" NOT NULL, code smallint NOT NULL);
COMMENT ON CONSTRAINT "has id" ON base IS 'always';
CREATE TABLE plain (n integer) INHERITS (base);
COMMENT ON CONSTRAINT "has id" ON plain IS 'here too';
CREATE TABLE under_plain (PRIMARY KEY (id)) INHERITS (plain);
CREATE TABLE beside (PRIMARY KEY (id, code)) INHERITS (base);
CREATE TABLE refers (id bigint REFERENCES kid);
