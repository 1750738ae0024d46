CREATE SCHEMA "S p";
CREATE TABLE "S p"."T%" ("c:1" integer, "select" text);
CREATE INDEX "i""1" ON "S p"."T%" ("c:1");
