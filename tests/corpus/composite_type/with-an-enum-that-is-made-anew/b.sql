-- an enum loses a label, and a type that no column has holds it
CREATE TYPE public.mood AS ENUM ('ok'); CREATE TYPE public.pair AS (a public.mood, b public.mood[]); CREATE FUNCTION public.f(p public.pair) RETURNS public.mood LANGUAGE sql AS $$ SELECT (p).a $$;
