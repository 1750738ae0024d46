-- partitions come to a parent whose column has settings: one with them, one with others
-- requires: 14
CREATE TABLE public.t (id integer, a text, b text) PARTITION BY LIST (id);
ALTER TABLE public.t ALTER COLUMN a SET COMPRESSION pglz, ALTER COLUMN a SET (n_distinct = 5), ALTER COLUMN a SET STATISTICS 9, ALTER COLUMN a SET STORAGE MAIN;
CREATE TABLE public.t1 PARTITION OF public.t FOR VALUES IN (1);
CREATE TABLE public.t2 PARTITION OF public.t FOR VALUES IN (2);
ALTER TABLE public.t2 ALTER COLUMN a SET COMPRESSION default, ALTER COLUMN a SET (n_distinct = 6), ALTER COLUMN a SET STATISTICS 8, ALTER COLUMN a SET STORAGE PLAIN;
