-- A table goes with its policies.
CREATE TABLE other (id integer);
