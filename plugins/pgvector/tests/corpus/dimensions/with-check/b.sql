-- shows: with check
CREATE EXTENSION vector; CREATE TABLE item (id integer PRIMARY KEY, embedding vector(4) CONSTRAINT unit CHECK (vector_norm(embedding) <= 100));
