-- a function whose text names a new table, and a default that calls it
CREATE TABLE public.zz (id integer PRIMARY KEY); CREATE FUNCTION public.f() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM public.zz $$; CREATE TABLE public.t (id integer PRIMARY KEY, v text, n bigint DEFAULT public.f());
