CREATE FUNCTION public.f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE TABLE public.t (id integer PRIMARY KEY);
CREATE RULE r AS ON DELETE TO public.t WHERE public.f(1) > 0 DO ALSO SELECT 1;
