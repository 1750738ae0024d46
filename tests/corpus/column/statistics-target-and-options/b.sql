-- statistics targets and options of columns are set, changed and reset
CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text, c text);
ALTER TABLE public.t
    ALTER COLUMN a SET STATISTICS 0, ALTER COLUMN a SET (n_distinct = -0.25), ALTER COLUMN c SET (n_distinct = 200);
