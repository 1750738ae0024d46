-- settings of columns, and extended statistics
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (id integer NOT NULL, name text, price numeric(8,2) DEFAULT 1.5, CONSTRAINT dear CHECK (price > 0)) SERVER s OPTIONS (t 'u');
ALTER FOREIGN TABLE public.f ALTER COLUMN name SET STORAGE EXTERNAL, ALTER COLUMN id SET STATISTICS 50, ALTER COLUMN price SET (n_distinct = 5);
CREATE STATISTICS public.st ON id, price FROM public.f;
