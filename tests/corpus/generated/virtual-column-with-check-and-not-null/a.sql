CREATE TABLE public.t (id integer PRIMARY KEY, a integer NOT NULL, b integer GENERATED ALWAYS AS (a + 1) VIRTUAL);
