-- indexes of a materialized view come, go, change and get other names
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE MATERIALIZED VIEW public.m AS SELECT id, customer FROM public.orders;
CREATE UNIQUE INDEX a ON public.m (id);
CREATE INDEX d ON public.m (customer);
CREATE INDEX e ON public.m USING hash (customer);
ALTER MATERIALIZED VIEW public.m CLUSTER ON a;
