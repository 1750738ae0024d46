CREATE EXTENSION btree_gist;
CREATE TABLE public.bookings (id integer PRIMARY KEY, room text, during tstzrange);
