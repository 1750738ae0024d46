CREATE FUNCTION public.f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
CREATE FUNCTION public.h(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
CREATE FUNCTION public.g(a integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN public.f(1);
CREATE FUNCTION public.k(a integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN public.f(1);
CREATE DOMAIN public.checked AS integer DEFAULT public.h(3) CONSTRAINT by_g CHECK (VALUE <> public.g(0)) CONSTRAINT by_k CHECK (VALUE <> public.k(0));
CREATE DOMAIN public.kept AS integer CONSTRAINT by_k CHECK (VALUE <> public.k(0));
CREATE TABLE public.t (id integer PRIMARY KEY, a public.checked, b public.kept);
