-- Names that need quotes.
CREATE SCHEMA "a b";
CREATE TABLE "a b"."T" ("Id" integer);
ALTER TABLE "a b"."T" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "p ""q""" ON "a b"."T" TO "odd Role" USING ("Id" > 0);
