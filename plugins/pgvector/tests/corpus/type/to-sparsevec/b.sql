-- shows: to sparsevec
CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding sparsevec(3));
