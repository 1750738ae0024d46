-- views run with the rights of who asks
-- requires: 15
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));CREATE VIEW public.v WITH (security_invoker=true, security_barrier=true) AS SELECT id FROM public.orders;
CREATE VIEW public.w AS SELECT id FROM public.orders;
