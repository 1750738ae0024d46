-- a column changes its type, another its collation, and all that is set for them besides stays
-- requires: 14
CREATE TABLE public.t (id integer PRIMARY KEY, a text NOT NULL, b text COLLATE "C");
ALTER TABLE public.t ALTER COLUMN a SET STORAGE EXTERNAL, ALTER COLUMN a SET COMPRESSION pglz, ALTER COLUMN a SET STATISTICS 77, ALTER COLUMN a SET (n_distinct = 5);
ALTER TABLE public.t ALTER COLUMN b SET STORAGE MAIN;
