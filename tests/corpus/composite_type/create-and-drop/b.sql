-- a composite type comes, with awkward names and collations
CREATE SCHEMA "S p"; CREATE TYPE "S p"."Pair" AS ("A b" integer, "select" character varying(5) COLLATE "C", c numeric(10,2)[]); COMMENT ON TYPE "S p"."Pair" IS 'two'; COMMENT ON COLUMN "S p"."Pair"."A b" IS 'it''s a';
