CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));CREATE MATERIALIZED VIEW public.m AS SELECT id, note FROM public.orders;
CREATE INDEX m_note ON public.m (note);
