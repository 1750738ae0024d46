-- defaults of arguments come, change and go
CREATE FUNCTION public.f(a integer, b integer DEFAULT 5) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$; CREATE FUNCTION public.g(a integer DEFAULT 2, b text DEFAULT now()::text) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$; CREATE FUNCTION public.h(a integer) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
