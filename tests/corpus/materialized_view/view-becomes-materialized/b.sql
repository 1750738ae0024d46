-- a view becomes a materialized view under another view, a materialized one a table
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE MATERIALIZED VIEW public.v AS SELECT id, total FROM public.orders;
CREATE INDEX v_id ON public.v (id);
CREATE VIEW public.on_v AS SELECT id FROM public.v;
CREATE TABLE public.m (id integer);
CREATE INDEX m_id ON public.m (id);
