CREATE SCHEMA "with space";
CREATE TABLE "with space".t (id integer);
