-- a stored generated column is added
CREATE TABLE public.t (
    id integer PRIMARY KEY, first text, last text,
    full_name text GENERATED ALWAYS AS (coalesce(first, '') || ' :of% ' || coalesce(last, '')) STORED
);
