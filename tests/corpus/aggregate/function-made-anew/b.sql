-- the function of an aggregate has other argument names
CREATE FUNCTION public.add(x integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT coalesce(x, 0) + coalesce(b, 0) $$; CREATE AGGREGATE public.total(integer) (SFUNC = public.add, STYPE = integer); COMMENT ON AGGREGATE public.total(integer) IS 'kept';
