CREATE SCHEMA "a.b";
CREATE TABLE "a.b"."p%" ("id:x" integer PRIMARY KEY);
CREATE TABLE public."c""" ("p:id" integer);
