-- schemas are created whose names need quoting, each with a table of an equally awkward name
CREATE SCHEMA "we""ird";
CREATE SCHEMA "with%pct";
CREATE SCHEMA "co:lon";
CREATE SCHEMA "select";
CREATE SCHEMA "日本語";
CREATE SCHEMA "a.b";
CREATE SCHEMA "%(x)s";
CREATE SCHEMA "MixedCase";
CREATE TABLE "we""ird"."ta""ble" (id integer PRIMARY KEY);
CREATE TABLE "with%pct"."100%" (id integer PRIMARY KEY);
CREATE TABLE "co:lon".":id" (id integer PRIMARY KEY);
CREATE TABLE "select"."from" (id integer PRIMARY KEY);
CREATE TABLE "日本語"."表" (id integer PRIMARY KEY);
CREATE TABLE "a.b"."c.d" (id integer PRIMARY KEY);
CREATE TABLE "%(x)s"."%s" (id integer PRIMARY KEY);
CREATE TABLE "MixedCase"."Table" ("Id" integer PRIMARY KEY);
