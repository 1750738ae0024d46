-- triggers are disabled, enabled, and made to fire on replicas or always
CREATE TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, body text, score integer, ts tsvector, changed timestamp);
CREATE TRIGGER a BEFORE UPDATE ON public.posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER b BEFORE UPDATE ON public.posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER c BEFORE UPDATE ON public.posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER d BEFORE UPDATE ON public.posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER f BEFORE UPDATE OF title ON public.posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER g BEFORE UPDATE ON public.posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
ALTER TABLE public.posts DISABLE TRIGGER a;
ALTER TABLE public.posts ENABLE ALWAYS TRIGGER c;
ALTER TABLE public.posts ENABLE REPLICA TRIGGER d;
ALTER TABLE public.posts DISABLE TRIGGER f;
ALTER TABLE public.posts ENABLE ALWAYS TRIGGER g;
