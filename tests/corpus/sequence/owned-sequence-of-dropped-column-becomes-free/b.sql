-- the owning column is dropped, but the sequence stays as a free one
-- rows stay: the new column counts them
CREATE SEQUENCE public.orders_number_seq AS integer;
CREATE TABLE public.orders (id integer PRIMARY KEY);
