-- shows: vector to halfvec
CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding halfvec(3));
