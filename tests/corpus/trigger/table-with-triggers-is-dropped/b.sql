-- a table goes with its triggers, another comes with some
CREATE TABLE public.notes (id integer);
CREATE TRIGGER t BEFORE UPDATE ON public.notes FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
ALTER TABLE public.notes DISABLE TRIGGER t;
