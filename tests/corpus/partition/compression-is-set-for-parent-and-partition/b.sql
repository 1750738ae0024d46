-- compression and attribute options are set for a column of the parent and of its partitions
-- requires: 14
CREATE TABLE public.t (id integer, a text) PARTITION BY LIST (id);
CREATE TABLE public.t1 PARTITION OF public.t FOR VALUES IN (1);
CREATE TABLE public.t2 PARTITION OF public.t FOR VALUES IN (2) PARTITION BY LIST (id);
CREATE TABLE public.t22 PARTITION OF public.t2 FOR VALUES IN (2);
ALTER TABLE public.t ALTER COLUMN a SET COMPRESSION pglz, ALTER COLUMN a SET (n_distinct = 5);
ALTER TABLE public.t1 ALTER COLUMN a SET COMPRESSION pglz, ALTER COLUMN a SET (n_distinct = 5);
