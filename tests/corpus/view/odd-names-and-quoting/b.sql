-- views with names that need quoting, in a schema of their own
CREATE SCHEMA "My Views";
CREATE TABLE "My Views"."Order" ("select" bigint PRIMARY KEY, "we""ird" text, "a.b" text, "ü%:x" text);
CREATE VIEW "My Views"."View" AS SELECT "select", "we""ird", "ü%:x" || E'\\ '' %s :x' AS "a.b" FROM "My Views"."Order";
COMMENT ON COLUMN "My Views"."View"."a.b" IS 'dot';
CREATE VIEW public."order" AS SELECT "select" AS "from", 'it''s \n :bind %s $1' AS "$$" FROM "My Views"."View";
