-- an exclusion constraint is added that needs an extension
CREATE EXTENSION btree_gist;
CREATE TABLE public.bookings (id integer PRIMARY KEY, room text, during tstzrange, CONSTRAINT "no overlap" EXCLUDE USING gist (room WITH =, during WITH &&));
