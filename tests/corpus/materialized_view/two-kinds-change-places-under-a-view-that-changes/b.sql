-- a view and a materialized view change places, and the view over both changes
CREATE TABLE public.orders (id integer PRIMARY KEY, customer text NOT NULL, total numeric(10,2));
CREATE MATERIALIZED VIEW public.v AS SELECT id, customer FROM public.orders;
CREATE UNIQUE INDEX m_id ON public.v (id);
CREATE VIEW public.m AS SELECT id FROM public.orders;
CREATE VIEW public.both AS SELECT v.id, v.customer FROM public.v JOIN public.m USING (id);
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER note INSTEAD OF INSERT ON public.both FOR EACH ROW EXECUTE FUNCTION public.note();
COMMENT ON TRIGGER note ON public.both IS 'kept';
