-- a column of the parent changes its type, and every partition keeps its own storage and compression
-- requires: 14
CREATE TABLE public.t (id integer, a text) PARTITION BY LIST (id);
CREATE TABLE public.t1 PARTITION OF public.t FOR VALUES IN (1);
CREATE TABLE public.t2 PARTITION OF public.t FOR VALUES IN (2) PARTITION BY LIST (id);
CREATE TABLE public.t22 PARTITION OF public.t2 FOR VALUES IN (2);
ALTER TABLE public.t ALTER COLUMN a SET STORAGE EXTERNAL, ALTER COLUMN a SET COMPRESSION pglz;
ALTER TABLE public.t1 ALTER COLUMN a SET STORAGE MAIN, ALTER COLUMN a SET COMPRESSION pglz, ALTER COLUMN a SET STATISTICS 7;
ALTER TABLE public.t2 ALTER COLUMN a SET STORAGE EXTENDED;
