-- everything is created with a comment on it
CREATE SCHEMA "s:1";
COMMENT ON SCHEMA "s:1" IS 'schema''s';
CREATE EXTENSION hstore WITH SCHEMA "s:1";
COMMENT ON EXTENSION hstore IS 'extension''s';
CREATE TYPE "s:1".mood AS ENUM ('ok');
COMMENT ON TYPE "s:1".mood IS 'type''s';
CREATE SEQUENCE "s:1".n;
COMMENT ON SEQUENCE "s:1".n IS 'sequence''s';
CREATE TABLE "s:1".t (id integer PRIMARY KEY, mood "s:1".mood, CONSTRAINT c CHECK (id > 0)) PARTITION BY RANGE (id);
COMMENT ON TABLE "s:1".t IS 'table''s';
COMMENT ON COLUMN "s:1".t.mood IS 'column''s';
COMMENT ON CONSTRAINT c ON "s:1".t IS 'check''s';
CREATE TABLE "s:1".t_1 PARTITION OF "s:1".t DEFAULT;
COMMENT ON TABLE "s:1".t_1 IS 'partition''s';
COMMENT ON CONSTRAINT c ON "s:1".t_1 IS 'check''s of the partition';
CREATE INDEX i ON "s:1".t (mood);
COMMENT ON INDEX "s:1".i IS 'index''s';
