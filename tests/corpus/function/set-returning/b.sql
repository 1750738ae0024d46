-- a function returns a set instead of one
CREATE FUNCTION public.f() RETURNS SETOF integer LANGUAGE sql ROWS 5 AS $$ SELECT 1 $$;
