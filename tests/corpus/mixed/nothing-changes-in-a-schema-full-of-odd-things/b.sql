-- Empty diff: odd names and expressions are the same on both sides
CREATE SCHEMA "a.b";
CREATE TYPE "a.b"."E%" AS ENUM ('it''s', ':x');
CREATE TABLE "a.b"."T""1" (
    "i:d" bigint GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME "a.b"."s %s" START WITH 5),
    e "a.b"."E%" NOT NULL DEFAULT ':x', t text COLLATE "C" DEFAULT E'\\:\n''%s',
    CONSTRAINT "c'1" CHECK (t !~ '^\s*:%' OR e = 'it''s'), CONSTRAINT "p%k" PRIMARY KEY ("i:d") WITH (fillfactor = 70)
) WITH (fillfactor = 50, toast.autovacuum_enabled = off);
CREATE UNIQUE INDEX "u%" ON "a.b"."T""1" (lower(t) COLLATE "C" DESC NULLS LAST) WHERE e <> 'it''s';
ALTER TABLE "a.b"."T""1" ALTER COLUMN t SET STORAGE EXTERNAL;
COMMENT ON COLUMN "a.b"."T""1".t IS '100% :sure';
