CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT id, customer FROM public.orders;
COMMENT ON VIEW public.v IS 'short';
COMMENT ON COLUMN public.v.id IS 'the key';
CREATE VIEW public.on_v AS SELECT id FROM public.v;
