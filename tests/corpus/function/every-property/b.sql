-- every property of a function changes
CREATE FUNCTION public.f(a integer) RETURNS integer LANGUAGE sql STABLE STRICT SECURITY DEFINER LEAKPROOF PARALLEL RESTRICTED COST 3 SET search_path TO '' SET datestyle TO 'ISO, DMY' AS $$ SELECT 1 $$; CREATE FUNCTION public.g(a integer) RETURNS SETOF integer LANGUAGE plpgsql AS $$ BEGIN RETURN NEXT 1; END $$;
