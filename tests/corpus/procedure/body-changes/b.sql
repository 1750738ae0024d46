-- the body of a procedure changes
CREATE PROCEDURE public.p(a integer) LANGUAGE sql SECURITY DEFINER SET search_path TO '' AS $$ SELECT 2 $$; COMMENT ON PROCEDURE public.p(integer) IS 'kept';
