CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding vector(3)); CREATE VIEW near AS SELECT id, embedding <-> embedding AS distance FROM item;
