-- casts go another way: by a function, through text, as they are
CREATE TYPE public.mood AS ENUM ('sad', 'happy');
CREATE FUNCTION public.number(public.mood) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT CASE $1 WHEN 'sad' THEN 0 ELSE 1 END $$;
CREATE FUNCTION public.word(public.mood) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT CASE $1 WHEN 'sad' THEN 'no' ELSE 'yes' END $$;
CREATE CAST (public.mood AS integer) WITH INOUT;
CREATE CAST (public.mood AS text) WITH FUNCTION public.word(public.mood) AS IMPLICIT;
CREATE CAST (integer AS date) WITH INOUT;
CREATE TABLE public.t (m public.mood);
CREATE VIEW public.v AS SELECT m::integer AS n FROM public.t;
