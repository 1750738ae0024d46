CREATE TABLE public.bookings (id integer PRIMARY KEY, starts date, ends date);
