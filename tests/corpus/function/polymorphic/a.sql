CREATE FUNCTION public.f(a anyelement, b anyelement DEFAULT 1) RETURNS anyelement LANGUAGE sql AS $$ SELECT a $$;
