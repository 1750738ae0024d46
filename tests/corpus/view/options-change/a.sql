CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.a AS SELECT id, total FROM public.orders WHERE total > 0;
CREATE VIEW public.b WITH (security_barrier) AS SELECT id, total FROM public.orders WHERE total > 0 WITH CASCADED CHECK OPTION;
CREATE VIEW public.c WITH (security_barrier=false) AS SELECT id FROM public.orders;
