CREATE TABLE was (id integer);
