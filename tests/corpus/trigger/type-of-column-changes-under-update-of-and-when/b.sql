-- a column changes its type that triggers name in UPDATE OF and WHEN
CREATE TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, body text, score bigint, ts tsvector, changed timestamp);
CREATE TRIGGER of_column BEFORE UPDATE OF score, title ON public.posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER condition BEFORE UPDATE ON public.posts FOR EACH ROW WHEN (OLD.score IS DISTINCT FROM NEW.score AND NEW.score > 5) EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER whole_row BEFORE UPDATE ON public.posts FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION suppress_redundant_updates_trigger();
COMMENT ON TRIGGER condition ON public.posts IS 'only high scores';
ALTER TABLE public.posts DISABLE TRIGGER of_column;
