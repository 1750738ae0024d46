-- foreign keys join two columns of an enum that is made anew
CREATE TYPE s AS ENUM ('c', 'a');
CREATE TABLE t (s s PRIMARY KEY);
CREATE TABLE u (s s REFERENCES t, parent s REFERENCES t ON DELETE CASCADE);
CREATE TABLE t2 (n integer, s s, UNIQUE (n, s));
CREATE TABLE u2 (n integer, s s, CONSTRAINT both_of_them FOREIGN KEY (n, s) REFERENCES t2 (n, s) NOT VALID);
COMMENT ON CONSTRAINT both_of_them ON u2 IS 'both';
CREATE TABLE t3 (s s, n integer, PRIMARY KEY (n, s)) PARTITION BY RANGE (n);
CREATE TABLE t31 PARTITION OF t3 FOR VALUES FROM (0) TO (10);
CREATE TABLE u3 (n integer, s s, FOREIGN KEY (n, s) REFERENCES t3 (n, s)) PARTITION BY RANGE (n);
CREATE TABLE u31 PARTITION OF u3 FOR VALUES FROM (0) TO (10);
