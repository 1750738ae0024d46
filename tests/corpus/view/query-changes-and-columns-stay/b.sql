-- the query behind a view changes, its columns do not
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT o.id, upper(o.customer) AS customer FROM public.orders o WHERE placed IS NOT NULL ORDER BY o.id DESC LIMIT 10;
CREATE VIEW public.on_v AS SELECT * FROM public.v;
