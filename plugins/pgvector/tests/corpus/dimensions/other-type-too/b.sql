-- shows: other type too
CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding halfvec(4));
