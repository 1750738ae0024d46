-- an enum loses a label under everything that may depend on it
-- requires: 14
CREATE TYPE public.mood AS ENUM ('ok', 'happy');
COMMENT ON TYPE public.mood IS 'feelings';
CREATE TABLE public.t (id integer PRIMARY KEY, m public.mood DEFAULT 'ok' NOT NULL, ms public.mood[] DEFAULT '{}', good boolean GENERATED ALWAYS AS (m = 'ok') STORED, CONSTRAINT calm CHECK (m <> 'happy' OR id > 0));
COMMENT ON COLUMN public.t.m IS 'now';
COMMENT ON CONSTRAINT calm ON public.t IS 'calm';
CREATE INDEX t_m ON public.t (m) WHERE m = 'ok';
COMMENT ON INDEX public.t_m IS 'ok ones';
CREATE INDEX t_text ON public.t ((ms[1]));
ALTER INDEX public.t_text ALTER COLUMN 1 SET STATISTICS 5;
CREATE STATISTICS public.st ON m, (id + 1) FROM public.t;
ALTER STATISTICS public.st SET STATISTICS 8;
COMMENT ON STATISTICS public.st IS 'st';
CREATE FUNCTION public.is_ok(x public.mood) RETURNS boolean LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT x = 'ok'::public.mood; END;
COMMENT ON FUNCTION public.is_ok(public.mood) IS 'ok?';
ALTER TABLE public.t ADD CONSTRAINT by_function CHECK (public.is_ok(m) OR id > 1);
CREATE VIEW public.v AS SELECT id, m, public.is_ok(m) AS fine FROM public.t WHERE m > 'ok';
COMMENT ON COLUMN public.v.fine IS 'fine?';
CREATE MATERIALIZED VIEW public.mv AS SELECT m, count(*) AS many FROM public.v GROUP BY m;
CREATE UNIQUE INDEX mv_m ON public.mv (m);
COMMENT ON INDEX public.mv_m IS 'each';
CREATE MATERIALIZED VIEW public.whole AS SELECT t AS r FROM public.t;
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER on_m AFTER UPDATE OF m ON public.t FOR EACH ROW WHEN (NEW.m = 'happy') EXECUTE FUNCTION public.note();
COMMENT ON TRIGGER on_m ON public.t IS 'glad';
CREATE RULE r AS ON UPDATE TO public.t WHERE NEW.m = 'happy' AND OLD.m = 'ok' DO INSTEAD NOTHING;
CREATE PROCEDURE public.cheer(x public.mood DEFAULT 'ok') LANGUAGE sql AS $$ SELECT 1 $$;
