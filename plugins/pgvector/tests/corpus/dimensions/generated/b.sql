-- shows: generated
CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding vector(4), half halfvec(4) GENERATED ALWAYS AS (embedding::halfvec(4)) STORED);
