-- NOT NULL and defaults come and go
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (id integer DEFAULT 7, name text NOT NULL, price numeric(8,2), CONSTRAINT dear CHECK (price > 0)) SERVER s OPTIONS (t 'u');
