-- a column gets another collation under views, indexes and statistics
CREATE TABLE public.t (id integer PRIMARY KEY, name text COLLATE "C", CONSTRAINT ok CHECK (name > 'A'), UNIQUE (name, id));
CREATE INDEX t_upper ON public.t (upper(name)) WHERE name <> 'x';
COMMENT ON INDEX public.t_upper IS 'upper';
CREATE STATISTICS public.st (mcv) ON name, id FROM public.t;
COMMENT ON STATISTICS public.st IS 'both';
CREATE VIEW public.v AS SELECT id, name FROM public.t WHERE name > 'B';
COMMENT ON VIEW public.v IS 'sorted';
CREATE MATERIALIZED VIEW public.m AS SELECT name FROM public.v;
CREATE UNIQUE INDEX m_name ON public.m (name);
CREATE VIEW public.on_m AS SELECT name || '!' AS loud FROM public.m;
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER on_name BEFORE UPDATE OF name ON public.t FOR EACH ROW EXECUTE FUNCTION public.note();
