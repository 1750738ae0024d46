CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
CREATE FUNCTION public.cheer(public.mood, integer) RETURNS public.mood LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE OPERATOR public.+ (FUNCTION = public.cheer, LEFTARG = public.mood, RIGHTARG = integer);
CREATE TABLE public.t (m public.mood);
CREATE VIEW public.v AS SELECT m OPERATOR(public.+) 1 AS n FROM public.t;
