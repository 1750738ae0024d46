-- materialized views with names that need quoting
CREATE SCHEMA "S p";
CREATE TABLE "S p"."T""x" ("select" bigint, "A b" text);
CREATE MATERIALIZED VIEW "S p"."Mat View" AS SELECT "select", "A b" AS "WITH DATA", 'x;--' AS ":p" FROM "S p"."T""x";
CREATE INDEX "Idx ""1""" ON "S p"."Mat View" ("WITH DATA" COLLATE "C") WHERE "select" > 0;
COMMENT ON INDEX "S p"."Idx ""1""" IS 'odd';
