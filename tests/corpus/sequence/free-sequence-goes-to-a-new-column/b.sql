-- a free sequence with other options becomes the counter of a new column
-- rows stay: the new column counts them
CREATE SEQUENCE public.counter AS integer INCREMENT BY 5;
CREATE TABLE public.orders (id integer PRIMARY KEY, number integer DEFAULT nextval('public.counter') NOT NULL UNIQUE);
ALTER SEQUENCE public.counter OWNED BY public.orders.number;
CREATE VIEW public.v AS SELECT id, number FROM public.orders;
