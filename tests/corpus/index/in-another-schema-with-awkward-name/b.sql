-- an index changes whose name, table, schema and columns need quoting
CREATE SCHEMA "S p";
CREATE TABLE "S p"."T%" ("c:1" integer, "select" text);
CREATE INDEX "i""1" ON "S p"."T%" ("select", "c:1") WHERE "select" > '%';
