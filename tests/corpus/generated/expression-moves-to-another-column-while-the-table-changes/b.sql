-- a generated column is computed of an added column, and no longer of one that goes, while the table gets a comment
-- requires: 17
CREATE TABLE public.t (id integer PRIMARY KEY, b text, g text GENERATED ALWAYS AS (upper(b)) STORED);
COMMENT ON TABLE public.t IS 'changed';
