-- types of columns change, below a view, a default and a check
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (id text NOT NULL, name text COLLATE pg_catalog."C", price bigint DEFAULT 2, CONSTRAINT dear CHECK (price > 0)) SERVER s OPTIONS (t 'u');
CREATE VIEW public.v AS SELECT id, price FROM public.f;
