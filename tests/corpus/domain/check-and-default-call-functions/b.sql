-- a domain's check and default begin to call functions
CREATE FUNCTION public.ok(x text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT x <> 'bad' $$;
CREATE FUNCTION public.first() RETURNS text LANGUAGE sql AS $$ SELECT 'one' $$;
CREATE DOMAIN public.d AS text DEFAULT public.first() CHECK (public.ok(VALUE));
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
