-- an exclusion constraint gets another column with another operator
CREATE EXTENSION btree_gist;
CREATE TABLE public.slots (room integer, during int4range, CONSTRAINT slots_x EXCLUDE USING gist (room WITH <>, during WITH &&));
