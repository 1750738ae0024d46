-- columns come and go, with defaults, options and NOT NULL: rows of elsewhere are none of our business
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (id integer NOT NULL, price numeric(8,2) DEFAULT 1.5, fresh integer OPTIONS (o 'p') NOT NULL, stamp timestamp DEFAULT now() NOT NULL, CONSTRAINT dear CHECK (price > 0)) SERVER s OPTIONS (t 'u');
