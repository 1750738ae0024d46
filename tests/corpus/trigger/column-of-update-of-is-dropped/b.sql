-- a trigger lets go of a column that is dropped, another goes with its column
CREATE TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, score integer, ts tsvector, changed timestamp);
CREATE TRIGGER stays BEFORE UPDATE OF title ON public.posts FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
