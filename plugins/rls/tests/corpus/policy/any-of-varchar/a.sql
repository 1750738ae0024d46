CREATE TABLE note (id integer, kind varchar(10));
