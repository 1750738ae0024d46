-- a trigger gets another function and arguments, the old function goes
CREATE TABLE public.posts (id integer PRIMARY KEY, title text NOT NULL, body text, score integer, ts tsvector, changed timestamp);CREATE FUNCTION public."Touch It"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.changed = NULL; RETURN NEW; END $$;
CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON public.posts FOR EACH ROW EXECUTE FUNCTION public."Touch It"('a', 'it''s');
