-- defaults of view columns let go of a sequence, and use a function that is made anew
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE FUNCTION public.nobody() RETURNS varchar LANGUAGE sql AS $$SELECT 'nobody'::varchar$$;
CREATE VIEW public.v AS SELECT id, customer FROM public.orders;
ALTER VIEW public.v ALTER COLUMN customer SET DEFAULT public.nobody();
