-- options and check option of views change, the queries do not
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.a AS SELECT id, total FROM public.orders WHERE total > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW public.b AS SELECT id, total FROM public.orders WHERE total > 0 WITH LOCAL CHECK OPTION;
CREATE VIEW public.c WITH (security_barrier=true) AS SELECT id, customer FROM public.orders;
