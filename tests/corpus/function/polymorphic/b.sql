-- polymorphic arguments, with defaults that change their type
CREATE FUNCTION public.f(a anyelement, b anyelement DEFAULT 'x'::text) RETURNS anyelement LANGUAGE sql AS $$ SELECT a $$;
