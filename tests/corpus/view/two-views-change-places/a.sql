CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.a AS SELECT id, customer FROM public.orders;
CREATE VIEW public.b AS SELECT id, customer FROM public.a WHERE id > 1;
