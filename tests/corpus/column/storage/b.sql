-- storage of columns is set, changed and reset
CREATE TABLE public.t (id integer PRIMARY KEY, a text, b bytea, c jsonb);
ALTER TABLE public.t ALTER COLUMN a SET STORAGE EXTERNAL, ALTER COLUMN b SET STORAGE PLAIN;
