-- the expression of a generated column stops using a column, which is dropped
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, result integer GENERATED ALWAYS AS (a * 2) STORED);
