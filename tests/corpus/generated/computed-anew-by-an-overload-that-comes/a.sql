CREATE FUNCTION public.f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE TABLE public.t (id integer PRIMARY KEY, g integer NOT NULL GENERATED ALWAYS AS (public.f(id)) STORED);
CREATE VIEW public.v AS SELECT g FROM public.t;
