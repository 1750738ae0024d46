-- an index that not all partitions have gets and loses some of theirs
CREATE TABLE p (a integer, b text) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 (a integer, b text);
CREATE TABLE p3 PARTITION OF p FOR VALUES IN (3);
CREATE TABLE p4 PARTITION OF p FOR VALUES IN (4);
CREATE INDEX i ON ONLY p (b); COMMENT ON INDEX i IS 'not all of them';
CREATE INDEX i2 ON p2 (b);
CREATE INDEX i3 ON p3 (b); ALTER INDEX i ATTACH PARTITION i3; COMMENT ON INDEX i3 IS 'new';
