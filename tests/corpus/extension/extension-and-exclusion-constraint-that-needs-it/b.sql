-- an extension is created together with an exclusion constraint that needs its operator class
CREATE EXTENSION btree_gist;
CREATE TABLE public.bookings (
    room integer,
    during tsrange,
    CONSTRAINT bookings_no_overlap EXCLUDE USING gist (room WITH =, during WITH &&)
);
