CREATE TABLE public.bookings (room integer, during tsrange);
