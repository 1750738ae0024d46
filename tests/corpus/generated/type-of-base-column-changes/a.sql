CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer, area integer GENERATED ALWAYS AS (a * b) STORED);
