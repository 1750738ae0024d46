-- a column changes to a type with another default storage and gets a storage of its own, and the other way round
CREATE TABLE public.t (id integer PRIMARY KEY, a text, b integer);
ALTER TABLE public.t ALTER COLUMN a SET STORAGE MAIN;
