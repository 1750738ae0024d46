CREATE TABLE public.customer (id serial PRIMARY KEY, name text);
CREATE TABLE public.orders (id integer PRIMARY KEY, customer_id integer NOT NULL, CONSTRAINT who FOREIGN KEY (customer_id) REFERENCES public.customer (id) ON DELETE CASCADE);
COMMENT ON CONSTRAINT who ON public.orders IS 'whose';
CREATE INDEX orders_customer ON public.orders (customer_id);
CREATE VIEW public.v AS SELECT c.id, c.name, o.id AS order_id FROM public.customer c JOIN public.orders o ON o.customer_id = c.id;
CREATE MATERIALIZED VIEW public.m AS SELECT id, count(*) AS many FROM public.v GROUP BY id;
CREATE UNIQUE INDEX m_id ON public.m (id);
CREATE FUNCTION public.orders_of(which integer) RETURNS SETOF public.orders LANGUAGE sql BEGIN ATOMIC SELECT o.* FROM public.orders o WHERE o.customer_id = which; END;
COMMENT ON FUNCTION public.orders_of(integer) IS 'theirs';
