CREATE TABLE public.slots (id integer PRIMARY KEY, during int4range, CONSTRAINT one_at_a_time EXCLUDE USING gist (during WITH &&));
