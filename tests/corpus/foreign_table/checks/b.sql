-- checks come, change, get another name and go
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (id integer NOT NULL, name text, price numeric(8,2) DEFAULT 1.5, CONSTRAINT dear CHECK (price > 1) NO INHERIT, CONSTRAINT other_name CHECK (id <> 5), CONSTRAINT "b c" CHECK (name <> '')) SERVER s OPTIONS (t 'u');
COMMENT ON CONSTRAINT "b c" ON public.f IS 'new';
