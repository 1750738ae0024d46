-- a parent loses a column: one child lets go of it, the other drops its own as well
CREATE TABLE p (a integer);
CREATE TABLE k (a integer, b text, c integer);
CREATE TABLE l (a integer) INHERITS (p);
