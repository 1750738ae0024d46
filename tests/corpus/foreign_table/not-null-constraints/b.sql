-- named NOT NULL constraints of foreign tables, and one that is not believed
-- requires: 18
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (a integer CONSTRAINT two NOT NULL, b integer, c integer) SERVER s;
ALTER FOREIGN TABLE public.f ADD CONSTRAINT n NOT NULL b NOT VALID;
COMMENT ON CONSTRAINT two ON public.f IS 'x';
