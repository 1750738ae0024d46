-- shows: not null
CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding vector(4) NOT NULL);
