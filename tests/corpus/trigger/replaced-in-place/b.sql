-- a trigger changes its arguments, its columns and its condition
CREATE TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, body text, score integer, ts tsvector, changed timestamp);
CREATE TRIGGER search BEFORE INSERT OR UPDATE OF title, body ON public.posts FOR EACH ROW WHEN (NEW.title IS NOT NULL) EXECUTE FUNCTION tsvector_update_trigger('ts', 'pg_catalog.simple', 'title', 'body');
COMMENT ON TRIGGER search ON public.posts IS 'stays';
