CREATE TYPE public.pair AS (a integer, b integer);
CREATE FUNCTION public.total(public.pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1.a + $1.b';
CREATE CAST (public.pair AS integer) WITH FUNCTION public.total(public.pair);
CREATE TABLE public.t (p public.pair);
CREATE VIEW public.v AS SELECT p::integer AS n FROM public.t;
CREATE VIEW public.w AS SELECT n + 1 AS m FROM public.v;
CREATE INDEX t_p ON public.t ((p::integer));
