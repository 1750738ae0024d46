-- foreign tables inherit, from a table and from one another
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE TABLE public.p (id integer, name text, fresh date, CONSTRAINT k CHECK (id > 0));
CREATE FOREIGN TABLE public.c (more text) INHERITS (public.p) SERVER s;
CREATE FOREIGN TABLE public.d () INHERITS (public.c) SERVER s OPTIONS (a 'b');
