-- defaults and comments of view columns are set, changed and taken away
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT id, customer, total, note FROM public.orders;
ALTER VIEW public.v ALTER COLUMN customer SET DEFAULT 'some''body';
ALTER VIEW public.v ALTER COLUMN note SET DEFAULT 'see :docs'::text;
COMMENT ON COLUMN public.v.customer IS 'zwei';
COMMENT ON COLUMN public.v.note IS 'drei: 100%';
