-- a check that is not enforced is added, and another one stops being enforced
-- requires: 18
CREATE TABLE public.t (
    id integer PRIMARY KEY, a integer, b integer,
    CONSTRAINT a_check CHECK (a > 100) NOT ENFORCED, CONSTRAINT b_check CHECK (b > 0) NOT ENFORCED
);
