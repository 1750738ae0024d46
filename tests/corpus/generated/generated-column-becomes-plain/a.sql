CREATE TABLE public.t (id integer PRIMARY KEY, a integer, double_a integer GENERATED ALWAYS AS (a * 2) STORED);
