CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE TABLE public.gone (id integer, a text);
CREATE VIEW public.a_last AS SELECT id FROM public.gone;
CREATE VIEW public.z_first AS SELECT a_last.id, o.customer FROM public.a_last JOIN public.orders o USING (id);
