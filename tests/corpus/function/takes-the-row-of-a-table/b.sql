-- a check of a table calls a function that takes the table's rows
CREATE TABLE public.t (id integer PRIMARY KEY, v text); CREATE FUNCTION public.f(r public.t) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN r.id > 0; END $$; CREATE FUNCTION public.rows() RETURNS SETOF public.t LANGUAGE sql AS $$ SELECT * FROM public.t $$; ALTER TABLE public.t ADD CONSTRAINT c CHECK (public.f(t.*));
