-- a view with an INSTEAD OF trigger stands on a column that changes its type
CREATE TABLE public.orders (id bigint PRIMARY KEY, customer text NOT NULL, total numeric(10,2), placed date, note varchar(40));
CREATE VIEW public.v AS SELECT id, customer FROM public.orders;
COMMENT ON COLUMN public.v.customer IS 'who';
CREATE TRIGGER through INSTEAD OF INSERT OR UPDATE ON public.v FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
COMMENT ON TRIGGER through ON public.v IS 'never fires in tests';
