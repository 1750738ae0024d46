-- a NOT NULL constraint is added that old rows need not pass, and another one is validated
-- requires: 18
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer CONSTRAINT b_needed NOT NULL);
ALTER TABLE public.t ADD CONSTRAINT a_needed NOT NULL a NOT VALID;
