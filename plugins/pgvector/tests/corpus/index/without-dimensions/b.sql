-- shows: without dimensions
CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding vector); CREATE INDEX item_near ON item USING hnsw ((embedding::vector(3)) vector_l2_ops) WHERE (vector_dims(embedding) = 3);
