-- the condition calls the function that comes, in words that could mean the one that goes
CREATE FUNCTION public.f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE TABLE public.t (id integer PRIMARY KEY);
CREATE RULE r AS ON DELETE TO public.t WHERE public.f(2) > 0 DO ALSO SELECT 1;
