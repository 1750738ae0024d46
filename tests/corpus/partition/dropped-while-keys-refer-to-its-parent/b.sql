-- partitions go, while a foreign key refers to what they are part of
CREATE TABLE r (id integer, k integer, PRIMARY KEY (id, k)) PARTITION BY LIST (k);
CREATE TABLE r1 PARTITION OF r FOR VALUES IN (1);
CREATE TABLE r2 PARTITION OF r FOR VALUES IN (2) PARTITION BY LIST (id);
CREATE TABLE r21 PARTITION OF r2 FOR VALUES IN (1);
CREATE TABLE t (rid integer, k integer, CONSTRAINT f FOREIGN KEY (rid, k) REFERENCES r);
