CREATE SCHEMA "My Views";
CREATE TABLE "My Views"."Order" ("select" integer PRIMARY KEY, "we""ird" text, "a.b" text, "ü%:x" text);
CREATE VIEW "My Views"."View" AS SELECT "select", "we""ird" FROM "My Views"."Order";
CREATE VIEW public."order" AS SELECT "select" AS "from", 'it''s \n :bind %s $1' AS "$$" FROM "My Views"."View";
