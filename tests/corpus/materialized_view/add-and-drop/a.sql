CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE MATERIALIZED VIEW public.gone AS SELECT id FROM public.orders;
CREATE INDEX gone_id ON public.gone (id);
