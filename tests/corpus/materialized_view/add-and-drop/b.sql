-- one materialized view goes, two come, one upon the other
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE MATERIALIZED VIEW public.z AS SELECT customer, sum(total) AS total FROM public.orders GROUP BY customer;
CREATE UNIQUE INDEX z_customer ON public.z (customer);
CREATE MATERIALIZED VIEW public.a AS SELECT max(total) AS top FROM public.z WITH NO DATA;
COMMENT ON MATERIALIZED VIEW public.z IS 'by customer';
COMMENT ON COLUMN public.z.total IS 'sum';
