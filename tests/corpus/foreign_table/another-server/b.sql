-- a foreign table moves to another server: it is made again, with its view and trigger
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE SERVER t FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (id integer NOT NULL, name text, price numeric(8,2) DEFAULT 1.5, CONSTRAINT dear CHECK (price > 0)) SERVER t OPTIONS (t 'u');
CREATE VIEW public.v AS SELECT id FROM public.f;
CREATE TRIGGER g BEFORE INSERT ON public.f FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
