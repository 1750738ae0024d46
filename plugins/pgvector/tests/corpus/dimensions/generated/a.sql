CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding vector(3), half halfvec(3) GENERATED ALWAYS AS (embedding::halfvec(3)) STORED);
