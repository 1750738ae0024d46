-- shows: partitioned
CREATE EXTENSION vector; CREATE TABLE item (id integer NOT NULL, embedding vector(4)) PARTITION BY RANGE (id); CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM (0) TO (100); CREATE INDEX item_near ON item USING hnsw (embedding vector_l2_ops);
