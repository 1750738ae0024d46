CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text, c text);
ALTER TABLE public.t ALTER COLUMN b SET STATISTICS 500, ALTER COLUMN c SET (n_distinct = 100, n_distinct_inherited = 7);
