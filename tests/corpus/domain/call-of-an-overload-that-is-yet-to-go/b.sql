-- a domain that columns have lets go of one function before the other comes, whether its own words change or not
CREATE FUNCTION public.f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE FUNCTION public.w(a text, b integer, c integer DEFAULT 3) RETURNS character varying LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE DOMAIN public.checked AS integer DEFAULT public.f(2) CONSTRAINT c CHECK (VALUE <> public.f(-1)) CONSTRAINT small CHECK (VALUE < 100);
COMMENT ON CONSTRAINT c ON DOMAIN public.checked IS 'kept';
CREATE DOMAIN public.as_it_was AS integer DEFAULT public.f(5) CONSTRAINT c CHECK (VALUE <> public.f(0));
CREATE DOMAIN public.in_arrays AS integer CONSTRAINT c CHECK (VALUE <> public.f(-1));
CREATE DOMAIN public.words AS text CONSTRAINT c CHECK (VALUE <> public.w('d', 1));
CREATE TABLE public.t (id integer PRIMARY KEY, a public.checked, b public.as_it_was, c public.in_arrays[], d public.words);
