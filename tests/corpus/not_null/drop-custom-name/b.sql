-- a NOT NULL constraint with a name of its own is dropped
-- requires: 18
CREATE TABLE public.t (id integer, b integer);
