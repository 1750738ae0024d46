-- requires: 18
-- NO INHERIT goes above a child; on the way back the child loses what it inherited
CREATE TABLE p (a integer, b integer, CONSTRAINT pn NOT NULL a);
CREATE TABLE k (c integer) INHERITS (p);
CREATE TABLE q (a integer CONSTRAINT qm NOT NULL, b integer) PARTITION BY LIST (b);
CREATE TABLE q1 PARTITION OF q FOR VALUES IN (1);
