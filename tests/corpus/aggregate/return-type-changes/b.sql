-- an aggregate returns another type
CREATE FUNCTION public.addn(a numeric, b integer) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT a + b $$; CREATE AGGREGATE public.total(integer) (SFUNC = public.addn, STYPE = numeric, INITCOND = '0');
