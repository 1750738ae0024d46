-- two functions whose texts call one another
CREATE FUNCTION public.a(n integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN CASE WHEN n > 0 THEN public.b(n - 1) ELSE 0 END; END $$; CREATE FUNCTION public.b(n integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN CASE WHEN n > 0 THEN public.a(n - 1) ELSE 1 END; END $$;
