CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding vector(3)); CREATE VIEW near AS SELECT id, embedding <-> '[1,1,1]' AS distance FROM item;
