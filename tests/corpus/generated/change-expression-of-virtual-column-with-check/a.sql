CREATE TABLE public.t (
    id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a + 1) VIRTUAL CONSTRAINT b_check CHECK (b > 0),
    CONSTRAINT other_check CHECK (a < 1000)
);
