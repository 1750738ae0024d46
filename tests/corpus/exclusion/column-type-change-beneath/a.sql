CREATE TABLE public.slots (id integer PRIMARY KEY, during int4range, kind varchar(5), CONSTRAINT slots_x EXCLUDE USING gist (during WITH &&) WHERE (kind = 'a'));
