-- the function takes the enum, so it goes while the domain that columns have moves on
CREATE TYPE public.mood AS ENUM ('sad', 'ok');
CREATE FUNCTION public.good(m public.mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT m IS DISTINCT FROM 'sad' $$;
CREATE DOMAIN public.calm AS public.mood DEFAULT 'ok' CONSTRAINT c CHECK (public.good(VALUE)) CONSTRAINT n NOT NULL;
CREATE TABLE public.t (id integer PRIMARY KEY, m public.calm);
CREATE VIEW public.v AS SELECT m FROM public.t;
