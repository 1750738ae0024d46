-- the expression of a virtual generated column changes in a table with checks, for which PostgreSQL 18 has no SET EXPRESSION
-- requires: 18
CREATE TABLE public.t (
    id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL CONSTRAINT b_check CHECK (b > 0),
    CONSTRAINT other_check CHECK (a < 1000)
);
