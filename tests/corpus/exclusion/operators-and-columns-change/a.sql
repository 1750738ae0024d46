CREATE EXTENSION btree_gist;
CREATE TABLE public.slots (room integer, during int4range, CONSTRAINT slots_x EXCLUDE USING gist (during WITH &&));
