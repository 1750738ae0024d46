-- checks that are believed and not believed
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (id integer NOT NULL, name text, price numeric(8,2) DEFAULT 1.5, CONSTRAINT dear CHECK (price > 0)) SERVER s OPTIONS (t 'u');
ALTER FOREIGN TABLE public.f ADD CONSTRAINT a CHECK (id > 1);
ALTER FOREIGN TABLE public.f ADD CONSTRAINT b CHECK (id > 2) NOT VALID;
