-- Each of the views has to let go of one before it can have another.
CREATE TABLE t (id int, x int, y int);
CREATE VIEW b AS SELECT id, x FROM t;
CREATE VIEW a AS SELECT id, x FROM b;
CREATE VIEW c AS SELECT id FROM a;
COMMENT ON VIEW c IS 'the last';
