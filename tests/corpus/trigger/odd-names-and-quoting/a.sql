CREATE SCHEMA "My Schema";
CREATE TABLE "My Schema"."ON" ("a ON b" integer, "we""ird" text, ts tsvector);
CREATE TRIGGER "EXECUTE FUNCTION" BEFORE UPDATE OF "a ON b" ON "My Schema"."ON" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER "b""c" BEFORE UPDATE OF "we""ird" ON "My Schema"."ON" FOR EACH ROW WHEN (NEW."we""ird" <> 'it''s \ :x %s $1') EXECUTE FUNCTION suppress_redundant_updates_trigger();
