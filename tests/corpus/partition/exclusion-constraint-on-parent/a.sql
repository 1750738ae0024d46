CREATE EXTENSION btree_gist;
CREATE TABLE public.bookings (room integer, during tsrange) PARTITION BY LIST (room);
CREATE TABLE public.bookings_1 PARTITION OF public.bookings FOR VALUES IN (1);
