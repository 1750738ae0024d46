-- a generated column is added that depends on a column that is added too, and on one that changes type
CREATE TABLE public.t (
    id integer PRIMARY KEY, area integer GENERATED ALWAYS AS (width * height) STORED, width integer NOT NULL, height integer NOT NULL DEFAULT 3
);
