-- the condition calls the function that comes, in words that could mean the one that goes
CREATE FUNCTION public.f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE FUNCTION public.tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE public.t (id integer PRIMARY KEY);
CREATE TRIGGER g BEFORE INSERT ON public.t FOR EACH ROW WHEN (NEW.id <> public.f(-2)) EXECUTE FUNCTION public.tf();
