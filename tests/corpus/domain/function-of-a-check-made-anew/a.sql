CREATE FUNCTION public.ok(x text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT x <> 'bad' $$;
CREATE DOMAIN public.d AS text CONSTRAINT fine CHECK (public.ok(VALUE));
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
