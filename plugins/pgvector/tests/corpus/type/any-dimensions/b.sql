-- shows: any dimensions
CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding vector);
