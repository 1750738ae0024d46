-- one way: what a table inherits without declaring it cannot be made so again
CREATE TABLE p (a integer, CONSTRAINT pos CHECK (a > 0));
CREATE TABLE k (a integer, d date, CONSTRAINT pos CHECK (a > 0));
