-- of two views, the upper becomes the lower one
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.b AS SELECT id, customer FROM public.orders;
CREATE VIEW public.a AS SELECT id, customer FROM public.b WHERE id > 1;
