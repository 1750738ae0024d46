-- shows: in another schema
CREATE SCHEMA extensions; CREATE EXTENSION vector WITH SCHEMA extensions; CREATE TABLE item (id integer PRIMARY KEY, embedding extensions.vector(4)); CREATE INDEX item_near ON item USING hnsw (embedding extensions.vector_cosine_ops);
