-- a trigger has another name, and so has a constraint trigger
CREATE TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, body text, score integer, ts tsvector, changed timestamp);
CREATE TRIGGER "new name" BEFORE UPDATE ON public.posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
COMMENT ON TRIGGER "new name" ON public.posts IS 'kept';
CREATE CONSTRAINT TRIGGER new_check AFTER INSERT ON public.posts DEFERRABLE FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
