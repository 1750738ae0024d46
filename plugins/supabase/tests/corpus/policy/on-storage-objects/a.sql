CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
