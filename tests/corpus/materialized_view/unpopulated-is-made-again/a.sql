CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE MATERIALIZED VIEW public.m AS SELECT id FROM public.orders WITH NO DATA;
CREATE UNIQUE INDEX m_id ON public.m (id);
CREATE MATERIALIZED VIEW public.filled AS SELECT id FROM public.orders WITH NO DATA;
