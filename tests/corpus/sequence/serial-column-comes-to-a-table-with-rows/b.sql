-- a serial column is added where rows are, and counts them
-- rows stay: the new column counts them
CREATE TABLE public.orders (id integer PRIMARY KEY, name text, number serial);
COMMENT ON COLUMN public.orders.number IS 'counted';
COMMENT ON SEQUENCE public.orders_number_seq IS 'the counter';
