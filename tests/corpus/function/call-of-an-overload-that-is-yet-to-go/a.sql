CREATE FUNCTION public.f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE FUNCTION public.g() RETURNS integer LANGUAGE sql RETURN public.f(1);
CREATE FUNCTION public.p(x integer DEFAULT public.f(1)) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
CREATE TABLE public.t (id integer PRIMARY KEY, v integer DEFAULT public.g(), CONSTRAINT c CHECK (public.p(id) > 0));
