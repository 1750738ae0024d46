CREATE TABLE public.slots (during int4range, CONSTRAINT slots_x EXCLUDE USING gist (during WITH &&));
