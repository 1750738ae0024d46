-- columns of an exclusion constraint change type
CREATE TABLE public.slots (id bigint PRIMARY KEY, during int4range, kind text, CONSTRAINT slots_x EXCLUDE USING gist (during WITH &&) WHERE (kind = 'a'));
