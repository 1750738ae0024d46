CREATE FUNCTION public.f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE PROCEDURE public.p(x integer DEFAULT public.f(1)) LANGUAGE sql AS $$ SELECT 1 $$;
