CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE TABLE public.p (id integer, name text, CONSTRAINT k CHECK (id > 0));
CREATE FOREIGN TABLE public.c (more text) INHERITS (public.p) SERVER s;
CREATE FOREIGN TABLE public.d (id integer, name text, CONSTRAINT k CHECK (id > 0)) SERVER s;
