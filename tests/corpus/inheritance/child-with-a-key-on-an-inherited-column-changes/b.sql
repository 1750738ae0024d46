-- requires: 18
-- a child with a key on a column that it inherits gets a column, and another gets a key
CREATE TABLE base (id integer PRIMARY KEY, more text);
CREATE TABLE kid (PRIMARY KEY (id), n integer) INHERITS (base);
CREATE TABLE kid2 (n integer) INHERITS (base);
ALTER TABLE kid2 ADD PRIMARY KEY (id);
