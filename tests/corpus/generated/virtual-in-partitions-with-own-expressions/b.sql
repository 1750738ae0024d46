-- requires: 18
-- the expression of the parent changes, and a partition keeps its own
CREATE TABLE p (a integer, v integer GENERATED ALWAYS AS (a * 4) VIRTUAL, b text, w text GENERATED ALWAYS AS (lower(b)) STORED) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p (v GENERATED ALWAYS AS (a * 3) VIRTUAL) FOR VALUES IN (1);
CREATE TABLE p2 PARTITION OF p (v GENERATED ALWAYS AS (a * 5) VIRTUAL) FOR VALUES IN (2);
