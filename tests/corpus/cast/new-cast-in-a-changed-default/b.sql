-- defaults, checks, generated columns and indexes use a cast that is new
CREATE TYPE public.mood AS ENUM ('1', '2');
CREATE FUNCTION public.number(public.mood) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT CASE $1 WHEN '1' THEN 1 ELSE 2 END $$;
CREATE CAST (public.mood AS integer) WITH FUNCTION public.number(public.mood) AS ASSIGNMENT;
CREATE TABLE public.t (m public.mood, n integer DEFAULT ('2'::public.mood)::integer, g integer GENERATED ALWAYS AS (m::integer) STORED, CHECK (n > m::integer));
CREATE INDEX t_m ON public.t ((m::integer));
