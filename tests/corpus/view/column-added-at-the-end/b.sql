-- a view's columns grow: it is replaced, and the view on it stays
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT id, customer, total AS amount, placed FROM public.orders;
COMMENT ON VIEW public.v IS 'short';
COMMENT ON COLUMN public.v.id IS 'the key';
COMMENT ON COLUMN public.v.amount IS 'in euros';
CREATE VIEW public.on_v AS SELECT id FROM public.v;
