CREATE TYPE y AS (a integer, b text);
CREATE TABLE t OF y;
CREATE TABLE u (a integer, b text);
