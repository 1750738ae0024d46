-- an argument of a procedure has another name
CREATE PROCEDURE public.p(b integer) LANGUAGE sql AS $$ SELECT 1 $$;
