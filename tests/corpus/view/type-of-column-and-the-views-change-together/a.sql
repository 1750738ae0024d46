CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT id, total FROM public.orders WHERE total > 1;
CREATE VIEW public.w AS SELECT v.total FROM public.v;
