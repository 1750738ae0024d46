-- a column is added with storage, a statistics target and options of its own
CREATE TABLE public.t (id integer PRIMARY KEY, a text);
ALTER TABLE public.t ALTER COLUMN a SET STORAGE EXTERNAL, ALTER COLUMN a SET STATISTICS 1000, ALTER COLUMN a SET (n_distinct = -0.5);
