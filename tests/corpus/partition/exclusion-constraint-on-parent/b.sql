-- an exclusion constraint is added to a parent
-- requires: 17
CREATE EXTENSION btree_gist;
CREATE TABLE public.bookings (
    room integer, during tsrange,
    CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, during WITH &&)
) PARTITION BY LIST (room);
CREATE TABLE public.bookings_1 PARTITION OF public.bookings FOR VALUES IN (1);
