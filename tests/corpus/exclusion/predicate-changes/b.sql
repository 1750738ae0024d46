-- the predicate of an exclusion constraint changes
CREATE TABLE public.slots (id integer PRIMARY KEY, during int4range, state text, CONSTRAINT slots_x EXCLUDE USING gist (during WITH &&) WHERE (state NOT IN ('cancelled', '100% :gone')));
