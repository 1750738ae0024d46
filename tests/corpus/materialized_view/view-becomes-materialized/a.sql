CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT id, total FROM public.orders;
CREATE VIEW public.on_v AS SELECT id FROM public.v;
CREATE MATERIALIZED VIEW public.m AS SELECT id FROM public.orders;
CREATE INDEX m_id ON public.m (id);
