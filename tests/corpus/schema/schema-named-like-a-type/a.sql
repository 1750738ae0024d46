CREATE SCHEMA "integer";
CREATE TABLE "integer".text (date date);
