-- requires: 17
-- keys of partitions go, and NOT NULL constraints take the parent's name
CREATE TABLE p (id bigint GENERATED ALWAYS AS IDENTITY (START 5), a integer NOT NULL, b text, CONSTRAINT pk PRIMARY KEY (id, a)) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 (id bigint NOT NULL, a integer NOT NULL, b text) PARTITION BY LIST (b);
CREATE TABLE p2x PARTITION OF p2 (CONSTRAINT cx CHECK (id > 1)) FOR VALUES IN ('x', NULL);
CREATE INDEX p1b ON p1 (b) WHERE a > 3;
