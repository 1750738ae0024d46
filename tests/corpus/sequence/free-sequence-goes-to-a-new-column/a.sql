CREATE SEQUENCE public.counter AS integer INCREMENT BY 2; CREATE TABLE public.orders (id integer PRIMARY KEY); CREATE VIEW public.v AS SELECT id FROM public.orders;
