CREATE TABLE public.item (id integer PRIMARY KEY, price integer);
CREATE FUNCTION public.f(i public.item) RETURNS text LANGUAGE sql AS $$ SELECT (i).price::text $$;
CREATE FUNCTION public.g(i public.item) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT (i).price::text; END;
COMMENT ON FUNCTION public.g(public.item) IS 'atomic';
CREATE FUNCTION public.all_items() RETURNS SETOF public.item LANGUAGE sql AS $$ SELECT * FROM public.item $$;
CREATE VIEW public.v AS SELECT i, i.price FROM public.item i;
CREATE MATERIALIZED VIEW public.m AS SELECT i AS whole FROM public.item i;
CREATE INDEX m_price ON public.m (((whole).price));
COMMENT ON MATERIALIZED VIEW public.m IS 'rows';
