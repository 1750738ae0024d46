CREATE TABLE public.t (id integer PRIMARY KEY, a text, b bytea, c jsonb);
ALTER TABLE public.t ALTER COLUMN c SET STORAGE EXTERNAL;
