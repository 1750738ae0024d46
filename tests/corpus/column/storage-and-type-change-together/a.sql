CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b text);
ALTER TABLE public.t ALTER COLUMN b SET STORAGE EXTERNAL;
