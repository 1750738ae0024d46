-- constraint triggers: deferrable, from another table, and one that was a plain trigger
CREATE TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, body text, score integer, ts tsvector, changed timestamp);
CREATE TABLE public.other (id integer PRIMARY KEY);
CREATE CONSTRAINT TRIGGER a AFTER INSERT OR UPDATE OF score ON public.posts FROM public.other DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN (NEW.score > 1) EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE CONSTRAINT TRIGGER b AFTER DELETE ON public.posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE CONSTRAINT TRIGGER d AFTER DELETE ON public.posts NOT DEFERRABLE FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
COMMENT ON TRIGGER a ON public.posts IS 'at commit';
