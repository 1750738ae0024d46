-- a table becomes a foreign table of the same name, and another the other way round
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE TABLE public.f (id integer NOT NULL, name text, price numeric(8,2) DEFAULT 1.5, CONSTRAINT dear CHECK (price > 0));
CREATE FOREIGN TABLE public.l (id integer NOT NULL, name text DEFAULT 'x', CONSTRAINT k CHECK (id > 0)) SERVER s;
CREATE VIEW public.v AS SELECT id FROM public.l;
