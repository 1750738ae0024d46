-- a view becomes a materialized view, and what stands on it changes too
-- requires: 14
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2));
CREATE MATERIALIZED VIEW public.v AS SELECT id, total FROM public.orders;
CREATE UNIQUE INDEX v_id ON public.v (id);
COMMENT ON MATERIALIZED VIEW public.v IS 'kept';
CREATE VIEW public.on_v AS SELECT id, total FROM public.v;
COMMENT ON VIEW public.on_v IS 'above';
COMMENT ON COLUMN public.on_v.id IS 'the key';
CREATE VIEW public.on_on_v WITH (security_barrier=true) AS SELECT id FROM public.on_v;
CREATE MATERIALIZED VIEW public.m WITH (fillfactor=70) AS SELECT total FROM public.v;
CREATE INDEX m_total ON public.m (total);
COMMENT ON INDEX public.m_total IS 'fast';
CREATE FUNCTION public.f() RETURNS numeric LANGUAGE sql BEGIN ATOMIC SELECT min(total) FROM public.v; END;
COMMENT ON FUNCTION public.f() IS 'least';
