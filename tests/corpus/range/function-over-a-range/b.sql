-- a range type is made anew while functions take it
CREATE TYPE public.span AS RANGE (SUBTYPE = numeric); CREATE FUNCTION public.f(r public.span) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT isempty(r) $$; CREATE TABLE public.t (id integer PRIMARY KEY, r public.span, CHECK (NOT public.f(r)));
