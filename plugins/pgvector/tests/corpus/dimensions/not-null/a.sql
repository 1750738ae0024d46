CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding vector(3) NOT NULL);
