-- shows: with default and comment
CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding vector(2) DEFAULT '[0,0]'); COMMENT ON COLUMN item.embedding IS 'by model b';
