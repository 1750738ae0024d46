-- the bounds of partitions change at two levels, while foreign keys refer to what they are part of
-- rows stay: they are within the new bounds, and the keys are made again behind them
CREATE TABLE o (id integer CONSTRAINT o_key PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE o1 PARTITION OF o FOR VALUES FROM (0) TO (20);
CREATE TABLE o2 PARTITION OF o FOR VALUES FROM (20) TO (40) PARTITION BY RANGE (id);
CREATE TABLE o21 PARTITION OF o2 FOR VALUES FROM (20) TO (40);
CREATE TABLE l (oid integer CONSTRAINT lf REFERENCES o ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED);
COMMENT ON CONSTRAINT lf ON l IS 'to any of them';
ALTER TABLE l ADD CONSTRAINT "Not Valid" FOREIGN KEY (oid) REFERENCES o NOT VALID;
ALTER TABLE l ADD CONSTRAINT to_one FOREIGN KEY (oid) REFERENCES o1;
CREATE TABLE m (k integer, oid integer CONSTRAINT mf REFERENCES o) PARTITION BY LIST (k);
CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1);
COMMENT ON CONSTRAINT mf ON m IS 'of all of its partitions';
CREATE TABLE n (oid integer CONSTRAINT nf REFERENCES o2);
