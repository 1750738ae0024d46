CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT id, customer FROM public.orders WHERE total > 0;
CREATE VIEW public.on_v AS SELECT * FROM public.v;
