CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE MATERIALIZED VIEW public.m WITH (fillfactor=70) AS SELECT id, customer, note FROM public.orders;
ALTER MATERIALIZED VIEW public.m ALTER COLUMN customer SET STATISTICS 10;
ALTER MATERIALIZED VIEW public.m ALTER COLUMN customer SET STORAGE MAIN;
ALTER MATERIALIZED VIEW public.m ALTER COLUMN id SET (n_distinct = 5);
COMMENT ON COLUMN public.m.id IS 'key';
