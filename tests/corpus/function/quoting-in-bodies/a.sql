CREATE FUNCTION public.f() RETURNS text LANGUAGE plpgsql AS $x$ BEGIN RETURN 'one'; END $x$;
