-- a virtual generated column gets NOT NULL and a check, and the column it depends on changes type
-- requires: 18
CREATE TABLE public.t (
    id integer PRIMARY KEY, a bigint NOT NULL, b integer GENERATED ALWAYS AS (a + 1) VIRTUAL NOT NULL, CONSTRAINT b_check CHECK (b < 1000)
);
