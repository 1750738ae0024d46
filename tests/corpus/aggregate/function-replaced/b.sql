-- the function of an aggregate is replaced
CREATE FUNCTION public.add(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 1 + coalesce(a, 0) + coalesce(b, 0) $$; CREATE AGGREGATE public.total(integer) (SFUNC = public.add, STYPE = integer);
