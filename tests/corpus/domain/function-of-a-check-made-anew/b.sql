-- the function that a domain's check calls gets other argument names
CREATE FUNCTION public.ok(y text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT y <> 'bad' $$;
CREATE DOMAIN public.d AS text CONSTRAINT fine CHECK (public.ok(VALUE));
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
