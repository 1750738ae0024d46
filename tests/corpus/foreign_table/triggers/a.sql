CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (id integer NOT NULL, name text, price numeric(8,2) DEFAULT 1.5, CONSTRAINT dear CHECK (price > 0)) SERVER s OPTIONS (t 'u');
CREATE TRIGGER a BEFORE INSERT ON public.f FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
CREATE TRIGGER b BEFORE UPDATE ON public.f FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
