-- a foreign key crosses schemas, and all names in it need quoting
CREATE SCHEMA "a.b";
CREATE TABLE "a.b"."p%" ("id:x" integer PRIMARY KEY);
CREATE TABLE public."c""" ("p:id" integer CONSTRAINT "fk %(x)s" REFERENCES "a.b"."p%" ON DELETE CASCADE);
