-- one trigger goes, two come
CREATE TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, body text, score integer, ts tsvector, changed timestamp);
CREATE TRIGGER quiet BEFORE UPDATE ON public.posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER search BEFORE INSERT OR UPDATE ON public.posts FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger('ts', 'pg_catalog.english', 'title', 'body');
COMMENT ON TRIGGER search ON public.posts IS 'keeps ts';
