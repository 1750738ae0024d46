CREATE TABLE gone (a integer NOT NULL, old text, CONSTRAINT pos CHECK (a > 0));
CREATE TABLE "k%1" (a integer NOT NULL, old text, own integer, CONSTRAINT pos CHECK (a > 0)) INHERITS (gone);
CREATE INDEX ON "k%1" (a);
