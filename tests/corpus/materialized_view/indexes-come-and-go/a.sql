CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE MATERIALIZED VIEW public.m AS SELECT id, customer FROM public.orders;
CREATE INDEX a ON public.m (id);
CREATE INDEX b ON public.m (customer);
CREATE INDEX c ON public.m (id, customer);
ALTER MATERIALIZED VIEW public.m CLUSTER ON c;
