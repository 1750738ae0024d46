CREATE TABLE base (id integer PRIMARY KEY);
CREATE TABLE kid (PRIMARY KEY (id)) INHERITS (base);
CREATE TABLE kid2 (n integer) INHERITS (base);
