-- a virtual generated column becomes stored, and a stored one virtual
-- requires: 18
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a + 1) STORED, c integer GENERATED ALWAYS AS (a + 2) VIRTUAL);
