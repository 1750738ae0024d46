CREATE TABLE public.slots (id integer PRIMARY KEY, during int4range, state text, CONSTRAINT slots_x EXCLUDE USING gist (during WITH &&) WHERE (state <> 'cancelled'));
