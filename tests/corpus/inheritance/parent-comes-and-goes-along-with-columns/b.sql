-- one parent goes, another comes, and the child's columns change for it
CREATE SCHEMA s;
CREATE TABLE s."pa rent" (a bigint NOT NULL, new text DEFAULT 'x', CONSTRAINT pos CHECK (a > 1));
CREATE TABLE "k%1" (a bigint NOT NULL, own integer, new text DEFAULT 'x', CONSTRAINT pos CHECK (a > 1)) INHERITS (s."pa rent");
CREATE INDEX ON "k%1" (a);
