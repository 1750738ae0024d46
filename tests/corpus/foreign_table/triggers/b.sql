-- triggers of foreign tables come, are disabled and go
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (id integer NOT NULL, name text, price numeric(8,2) DEFAULT 1.5, CONSTRAINT dear CHECK (price > 0)) SERVER s OPTIONS (t 'u');
CREATE TRIGGER b BEFORE UPDATE ON public.f FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
ALTER FOREIGN TABLE public.f DISABLE TRIGGER b;
CREATE TRIGGER c BEFORE DELETE ON public.f FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
COMMENT ON TRIGGER c ON public.f IS 'new';
