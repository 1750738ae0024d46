-- a view that groups by the primary key, which changes
CREATE TABLE public.orders (id integer, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40), CONSTRAINT orders_key PRIMARY KEY (id) INCLUDE (customer));
CREATE VIEW public.v AS SELECT o.id, o.customer, count(*) AS n FROM public.orders o GROUP BY o.id;
