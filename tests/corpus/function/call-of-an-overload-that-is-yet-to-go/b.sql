-- a parsed body and the default of an argument call the function that comes; others use them
-- requires: 14
CREATE FUNCTION public.f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE FUNCTION public.g() RETURNS integer LANGUAGE sql RETURN public.f(2);
CREATE FUNCTION public.p(x integer DEFAULT public.f(2)) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
CREATE TABLE public.t (id integer PRIMARY KEY, v integer DEFAULT public.g(), CONSTRAINT c CHECK (public.p(id) > 0));
