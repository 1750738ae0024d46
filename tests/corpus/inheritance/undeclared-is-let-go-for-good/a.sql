CREATE TABLE p (a integer, CONSTRAINT pos CHECK (a > 0));
CREATE TABLE k (d date) INHERITS (p);
