CREATE FUNCTION public.f(x integer) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$; CREATE TABLE public.t (id integer PRIMARY KEY, v bigint DEFAULT public.f(1));
