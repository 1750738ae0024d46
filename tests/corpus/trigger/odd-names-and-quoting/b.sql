-- triggers, tables, columns and arguments with names that need quoting
CREATE SCHEMA "My Schema";
CREATE TABLE "My Schema"."ON" ("a ON b" bigint, "we""ird" text, ts tsvector);
CREATE TRIGGER "EXECUTE FUNCTION" BEFORE UPDATE OF "a ON b" ON "My Schema"."ON" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER "b""c" BEFORE UPDATE OF "we""ird" ON "My Schema"."ON" FOR EACH ROW WHEN (NEW."we""ird" <> E'\\ \n :y') EXECUTE FUNCTION tsvector_update_trigger('ts', 'pg_catalog.english', 'we"ird''\');
COMMENT ON TRIGGER "b""c" ON "My Schema"."ON" IS 'odd';
