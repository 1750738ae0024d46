-- the owning column is dropped, but the sequence stays as a free one
CREATE SEQUENCE public.orders_number_seq AS integer;
CREATE TABLE public.orders (id integer PRIMARY KEY);
