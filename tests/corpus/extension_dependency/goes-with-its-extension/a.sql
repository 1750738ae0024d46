-- an extension goes, and of two functions that would go with it one stays
CREATE FUNCTION public.stays() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
