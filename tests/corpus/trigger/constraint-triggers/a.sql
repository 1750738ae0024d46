CREATE TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, body text, score integer, ts tsvector, changed timestamp);
CREATE TABLE public.other (id integer PRIMARY KEY);
CREATE CONSTRAINT TRIGGER a AFTER INSERT ON public.posts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER b AFTER DELETE ON public.posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
ALTER TABLE public.posts ADD CONSTRAINT d CHECK (id > 0);
COMMENT ON TRIGGER a ON public.posts IS 'at commit';
