-- a column changes its type by a cast that comes in the same migration, and goes in the one that leads back
CREATE TYPE public.mood AS ENUM ('1', '2');
CREATE FUNCTION public.number(public.mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 = '2' $$;
CREATE FUNCTION public.feeling(boolean) RETURNS public.mood LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN $1 THEN '2'::public.mood ELSE '1' END $$;
CREATE CAST (public.mood AS boolean) WITH FUNCTION public.number(public.mood);
CREATE CAST (boolean AS public.mood) WITH FUNCTION public.feeling(boolean);
CREATE TABLE public.t (id integer PRIMARY KEY, m boolean);
