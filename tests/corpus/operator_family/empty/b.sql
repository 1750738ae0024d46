-- families without anything in them, of one name for several access methods
CREATE OPERATOR FAMILY public.f USING hash;
CREATE OPERATOR FAMILY public.f USING spgist;
CREATE OPERATOR FAMILY public.f USING brin;
COMMENT ON OPERATOR FAMILY public.f USING brin IS 'comes';
CREATE OPERATOR FAMILY public.g USING gist;
COMMENT ON OPERATOR FAMILY public.g USING gist IS 'second';
