CREATE TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, body text, score integer, ts tsvector, changed timestamp);
CREATE TRIGGER s AFTER UPDATE ON public.posts REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION suppress_redundant_updates_trigger();
