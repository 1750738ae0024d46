-- automatic names of partitions' indexes go round in a circle
CREATE TABLE p (a integer, b integer, c integer, d integer) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE INDEX x ON p (b);
CREATE INDEX y ON p (c);
CREATE INDEX z ON p (d);
COMMENT ON INDEX p1_b_idx IS 'over b, still';
COMMENT ON INDEX p1_d_idx IS 'over d';
ALTER TABLE p1 CLUSTER ON p1_c_idx;
