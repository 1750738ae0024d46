CREATE FUNCTION public.f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE TABLE public.t (id integer PRIMARY KEY, g integer NOT NULL GENERATED ALWAYS AS (public.f(id + 1)) STORED);
CREATE VIEW public.v AS SELECT g FROM public.t;
