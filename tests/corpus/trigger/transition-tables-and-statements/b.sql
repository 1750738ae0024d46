-- statement triggers, TRUNCATE, and transition tables under names of their own
CREATE TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, body text, score integer, ts tsvector, changed timestamp);
CREATE TRIGGER s AFTER UPDATE ON public.posts REFERENCING OLD TABLE AS "old rows" NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER i AFTER INSERT ON public.posts REFERENCING NEW TABLE AS n FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER t BEFORE TRUNCATE ON public.posts FOR EACH STATEMENT EXECUTE FUNCTION suppress_redundant_updates_trigger();
