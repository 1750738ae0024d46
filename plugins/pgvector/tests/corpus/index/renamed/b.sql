-- shows: renamed
CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding vector(3)); CREATE INDEX item_nearest ON item USING hnsw (embedding vector_l1_ops);
