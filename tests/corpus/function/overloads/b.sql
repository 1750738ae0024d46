-- two of four overloads go, one comes and one changes
CREATE FUNCTION public.f(integer) RETURNS integer LANGUAGE sql AS $$ SELECT 11 $$; CREATE FUNCTION public.f(integer, text) RETURNS integer LANGUAGE sql AS $$ SELECT 3 $$; CREATE FUNCTION public.f(integer[]) RETURNS integer LANGUAGE sql AS $$ SELECT 4 $$;
