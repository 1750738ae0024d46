-- a materialized view without data over a foreign table, whose column changes its type
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (id bigint NOT NULL, name text, price numeric(8,2) DEFAULT 1.5, CONSTRAINT dear CHECK (price > 0)) SERVER s OPTIONS (t 'u');
CREATE MATERIALIZED VIEW public.mv AS SELECT id, price FROM public.f WITH NO DATA;
CREATE INDEX i ON public.mv (id);
