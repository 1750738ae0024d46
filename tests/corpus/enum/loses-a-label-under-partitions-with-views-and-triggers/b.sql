-- an enum loses a label, and views and triggers stand on the partitions
CREATE TYPE public.mood AS ENUM ('ok', 'happy');
CREATE TABLE public.t (id integer, k integer, m public.mood DEFAULT 'ok') PARTITION BY LIST (k);
CREATE TABLE public.t1 PARTITION OF public.t FOR VALUES IN (1);
CREATE TABLE public.t2 PARTITION OF public.t DEFAULT;
CREATE VIEW public.on_t1 AS SELECT id, m FROM public.t1;
CREATE INDEX t_m ON public.t (m);
COMMENT ON INDEX public.t_m IS 'all';
CREATE INDEX t2_m ON public.t2 (id) WHERE m = 'ok';
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER note BEFORE UPDATE OF m ON public.t1 FOR EACH ROW WHEN (NEW.m = 'ok') EXECUTE FUNCTION public.note();
COMMENT ON TRIGGER note ON public.t1 IS 'one';
