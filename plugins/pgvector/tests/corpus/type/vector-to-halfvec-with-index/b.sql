-- shows: vector to halfvec with index
CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding halfvec(3)); CREATE INDEX item_near ON item USING hnsw (embedding halfvec_l2_ops);
