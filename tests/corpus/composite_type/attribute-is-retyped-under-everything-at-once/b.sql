-- an attribute changes its type under everything that may depend on it
-- requires: 14
CREATE TYPE public.point AS (x bigint, y integer);
COMMENT ON COLUMN public.point.x IS 'right';
CREATE TABLE public.t (id integer PRIMARY KEY, p public.point DEFAULT ROW(1, 2)::public.point, ps public.point[], sum bigint GENERATED ALWAYS AS ((p).x + 1) STORED, CONSTRAINT pos CHECK ((p).x > 0));
COMMENT ON CONSTRAINT pos ON public.t IS 'right half';
CREATE INDEX t_x ON public.t (((p).x)) WHERE (p).y > 0;
COMMENT ON INDEX public.t_x IS 'x';
CREATE FUNCTION public.x_of(p public.point) RETURNS bigint LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT (p).x; END;
CREATE VIEW public.v AS SELECT id, (p).x AS x, public.x_of(p) AS same FROM public.t;
COMMENT ON COLUMN public.v.same IS 'same';
CREATE MATERIALIZED VIEW public.m AS SELECT p FROM public.t;
CREATE INDEX m_p ON public.m (((p).x));
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER on_p BEFORE UPDATE OF p ON public.t FOR EACH ROW WHEN ((NEW.p).x = 1) EXECUTE FUNCTION public.note();
CREATE STATISTICS public.st ON ((p).x), id FROM public.t;
COMMENT ON STATISTICS public.st IS 'x and id';
