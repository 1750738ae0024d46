CREATE TABLE p (a integer, b integer, c integer, d integer) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE INDEX x ON p (b);
CREATE INDEX y ON p (c);
CREATE INDEX z ON p (d);
ALTER INDEX p1_b_idx RENAME TO waits; ALTER INDEX p1_c_idx RENAME TO p1_b_idx; ALTER INDEX p1_d_idx RENAME TO p1_c_idx; ALTER INDEX waits RENAME TO p1_d_idx;
COMMENT ON INDEX p1_d_idx IS 'over b';
ALTER TABLE p1 CLUSTER ON p1_d_idx;
