CREATE SCHEMA "a b";
CREATE TABLE "a b"."T" ("Id" integer);
