-- a procedure takes a function's place
CREATE PROCEDURE public.f(a integer) LANGUAGE sql AS $$ SELECT 1 $$;
