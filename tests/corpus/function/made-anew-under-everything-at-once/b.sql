-- a function returns another type under everything that may call one
-- requires: 14
CREATE FUNCTION public.norm(value text) RETURNS varchar LANGUAGE sql IMMUTABLE AS $$ SELECT lower(value)::varchar $$;
COMMENT ON FUNCTION public.norm(text) IS 'normal';
CREATE TABLE public.t (id integer PRIMARY KEY, name text, low text DEFAULT public.norm('X'), short text GENERATED ALWAYS AS (public.norm(name)) STORED, CONSTRAINT lower_only CHECK (low = public.norm(low)));
COMMENT ON COLUMN public.t.short IS 'computed';
COMMENT ON CONSTRAINT lower_only ON public.t IS 'lower';
CREATE UNIQUE INDEX t_norm ON public.t (public.norm(name)) WHERE public.norm(name) <> '';
COMMENT ON INDEX public.t_norm IS 'by norm';
CREATE STATISTICS public.st ON (public.norm(name)), low FROM public.t;
COMMENT ON STATISTICS public.st IS 'norms';
CREATE VIEW public.v AS SELECT public.norm(name) AS n FROM public.t;
COMMENT ON COLUMN public.v.n IS 'norm';
CREATE MATERIALIZED VIEW public.m AS SELECT n FROM public.v;
CREATE INDEX m_n ON public.m (n);
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER on_norm BEFORE UPDATE ON public.t FOR EACH ROW WHEN (public.norm(NEW.name) = 'a') EXECUTE FUNCTION public.note();
COMMENT ON TRIGGER on_norm ON public.t IS 'normal';
CREATE RULE r AS ON DELETE TO public.t WHERE public.norm(OLD.name) = 'b' DO INSTEAD NOTHING;
CREATE FUNCTION public.outer_norm(value text) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT public.norm(value); END;
COMMENT ON FUNCTION public.outer_norm(text) IS 'atomic';
