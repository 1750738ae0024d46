-- the default of an argument calls the function that comes, in words that could mean the one that goes
CREATE FUNCTION public.f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE PROCEDURE public.p(x integer DEFAULT public.f(2)) LANGUAGE sql AS $$ SELECT 1 $$;
