-- f(2) could mean the function that goes as well as the one that comes, with its default
CREATE FUNCTION public.f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE TABLE public.t (id integer PRIMARY KEY, a integer DEFAULT public.f(2), b integer DEFAULT public.f(3), c integer DEFAULT public.f(4), CONSTRAINT positive CHECK (a >= public.f(0)));
