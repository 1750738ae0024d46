CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE SEQUENCE public.numbers;
CREATE FUNCTION public.nobody() RETURNS text LANGUAGE sql AS $$SELECT 'nobody'$$;
CREATE VIEW public.v AS SELECT id, customer FROM public.orders;
ALTER VIEW public.v ALTER COLUMN id SET DEFAULT nextval('public.numbers');
ALTER VIEW public.v ALTER COLUMN customer SET DEFAULT public.nobody();
