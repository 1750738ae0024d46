CREATE TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, body text, score integer, ts tsvector, changed timestamp);
CREATE TRIGGER search BEFORE INSERT OR UPDATE ON public.posts FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger('ts', 'pg_catalog.english', 'title');
COMMENT ON TRIGGER search ON public.posts IS 'stays';
