-- a table with triggers is made unlogged: the triggers stay
CREATE UNLOGGED TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, body text, score integer, ts tsvector, changed timestamp);CREATE TRIGGER t BEFORE UPDATE OF title ON public.posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
