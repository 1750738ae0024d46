-- columns become NOT NULL by constraints with names of their own
-- requires: 18
CREATE TABLE public.t (id integer CONSTRAINT "id: must be %" NOT NULL, name text, CONSTRAINT name_is_needed NOT NULL name);
