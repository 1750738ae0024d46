-- one table is no longer one of a type, and another becomes one
CREATE TYPE y AS (a integer, b text);
CREATE TABLE t (a integer, b text);
CREATE TABLE u OF y;
