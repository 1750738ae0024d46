-- one foreign table goes, one stays and one comes
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (id integer NOT NULL, name text, price numeric(8,2) DEFAULT 1.5, CONSTRAINT dear CHECK (price > 0)) SERVER s OPTIONS (t 'u');
CREATE SCHEMA other;
CREATE FOREIGN TABLE other."Odd ""F" ("Id" integer OPTIONS ("Column" 'it''s') NOT NULL, name text OPTIONS (a 'b', c 'd') COLLATE pg_catalog."C" DEFAULT 'x' NOT NULL) SERVER s;
COMMENT ON FOREIGN TABLE other."Odd ""F" IS 'comes';
COMMENT ON COLUMN other."Odd ""F"."Id" IS 'as well';
