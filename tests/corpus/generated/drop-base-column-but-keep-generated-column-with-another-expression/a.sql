CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer, result integer GENERATED ALWAYS AS (a + b) STORED);
