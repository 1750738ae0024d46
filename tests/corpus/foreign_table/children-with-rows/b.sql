-- a table with rows inherits from a foreign table, which loses a column and gets a check
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.p (id integer NOT NULL, CONSTRAINT k CHECK (id > 1)) SERVER s;
CREATE TABLE public.c (more text) INHERITS (public.p);
