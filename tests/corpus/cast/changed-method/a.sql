CREATE TYPE public.mood AS ENUM ('sad', 'happy');
CREATE FUNCTION public.number(public.mood) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT CASE $1 WHEN 'sad' THEN 0 ELSE 1 END $$;
CREATE CAST (public.mood AS integer) WITH FUNCTION public.number(public.mood);
CREATE CAST (public.mood AS text) WITH INOUT AS IMPLICIT;
CREATE CAST (integer AS date) WITHOUT FUNCTION;
CREATE TABLE public.t (m public.mood);
CREATE VIEW public.v AS SELECT m::integer AS n FROM public.t;
