-- the base type of a domain changes, and the columns keep their storage and compression
-- requires: 14
CREATE DOMAIN public.code AS text;
CREATE TABLE public.t (id integer PRIMARY KEY, a public.code, b public.code[]);
ALTER TABLE public.t ALTER COLUMN a SET STORAGE EXTERNAL, ALTER COLUMN a SET COMPRESSION pglz, ALTER COLUMN b SET STORAGE MAIN;
CREATE TABLE public.p (id integer, a public.code) PARTITION BY LIST (id);
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES IN (1);
ALTER TABLE public.p1 ALTER COLUMN a SET STORAGE MAIN, ALTER COLUMN a SET COMPRESSION pglz;
