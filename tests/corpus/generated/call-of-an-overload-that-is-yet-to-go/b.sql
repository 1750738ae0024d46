-- requires: 15
-- a stored column is computed anew by the function that comes; another becomes ordinary and keeps its values
CREATE FUNCTION public.f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE TABLE public.t (id integer PRIMARY KEY, h integer DEFAULT public.f(7), g integer NOT NULL GENERATED ALWAYS AS (public.f(id + 1)) STORED);
CREATE VIEW public.v AS SELECT g, h FROM public.t;
