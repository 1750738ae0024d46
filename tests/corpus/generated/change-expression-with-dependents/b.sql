-- the expression of a generated column changes that has a unique constraint, a check, an index and a comment
CREATE TABLE public.t (
    id integer PRIMARY KEY,
    email text NOT NULL,
    key text GENERATED ALWAYS AS (lower(btrim(email))) STORED NOT NULL,
    CONSTRAINT t_key UNIQUE (key), CONSTRAINT t_key_check CHECK (key <> '')
);
CREATE INDEX t_key_start ON public.t (left(key, 3)) WHERE key LIKE '%@%';
COMMENT ON COLUMN public.t.key IS 'for look-ups';
