CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2));
CREATE VIEW public.v AS SELECT id FROM public.orders;
CREATE MATERIALIZED VIEW public.m AS SELECT id, customer FROM public.orders;
CREATE UNIQUE INDEX m_id ON public.m (id);
CREATE VIEW public.both AS SELECT v.id FROM public.v JOIN public.m USING (id);
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER note INSTEAD OF INSERT ON public.both FOR EACH ROW EXECUTE FUNCTION public.note();
COMMENT ON TRIGGER note ON public.both IS 'kept';
