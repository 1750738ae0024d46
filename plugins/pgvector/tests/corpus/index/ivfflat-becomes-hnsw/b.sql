-- shows: ivfflat becomes hnsw
CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding vector(3)); CREATE INDEX item_near ON item USING hnsw (embedding vector_cosine_ops);
