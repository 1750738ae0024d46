-- INSTEAD OF triggers of a view come, change and go
CREATE TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, body text, score integer, ts tsvector, changed timestamp);
CREATE VIEW public.v AS SELECT id, title FROM public.posts;
CREATE TRIGGER a INSTEAD OF INSERT OR UPDATE ON public.v FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER s AFTER UPDATE ON public.v FOR EACH STATEMENT EXECUTE FUNCTION suppress_redundant_updates_trigger();
