-- a function comes
CREATE FUNCTION public.f(a integer, b text DEFAULT 'x') RETURNS text LANGUAGE sql AS $$ SELECT b || a $$; COMMENT ON FUNCTION public.f(integer, text) IS 'it''s one';
