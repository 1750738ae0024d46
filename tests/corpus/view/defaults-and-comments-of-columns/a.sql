CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT id, customer, total, note FROM public.orders;
ALTER VIEW public.v ALTER COLUMN customer SET DEFAULT 'nobody';
ALTER VIEW public.v ALTER COLUMN total SET DEFAULT 1.5;
COMMENT ON COLUMN public.v.id IS 'one';
COMMENT ON COLUMN public.v.customer IS 'two';
