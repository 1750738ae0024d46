-- a function returns another type
CREATE FUNCTION public.f(x integer) RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$; CREATE TABLE public.t (id integer PRIMARY KEY, v bigint DEFAULT public.f(1));
