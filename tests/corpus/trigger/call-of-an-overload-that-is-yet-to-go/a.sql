CREATE FUNCTION public.f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE FUNCTION public.tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE public.t (id integer PRIMARY KEY);
CREATE TRIGGER g BEFORE INSERT ON public.t FOR EACH ROW WHEN (NEW.id <> public.f(-1)) EXECUTE FUNCTION public.tf();
