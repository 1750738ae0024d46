-- shows: binary quantized
CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding vector(3)); CREATE INDEX item_near ON item USING hnsw ((binary_quantize(embedding)::bit(3)) bit_hamming_ops);
