-- a stored generated column changes type, its expression stays
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b numeric(12,2) GENERATED ALWAYS AS (a + 1) STORED);
