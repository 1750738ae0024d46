-- the columns that a generated column depends on change type, and so does the generated column
CREATE TABLE public.t (id integer PRIMARY KEY, a bigint, b integer, area bigint GENERATED ALWAYS AS (a * b) STORED);
