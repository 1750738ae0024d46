CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding vector(3) DEFAULT '[0,0,0]'); COMMENT ON COLUMN item.embedding IS 'by model a';
