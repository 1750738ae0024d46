CREATE TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, body text, score integer, ts tsvector, changed timestamp);
CREATE TRIGGER gone BEFORE UPDATE ON public.posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
