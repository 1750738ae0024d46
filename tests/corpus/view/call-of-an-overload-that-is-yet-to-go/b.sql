-- the function that comes takes what the one that goes does: by a default, or as many as there are
CREATE FUNCTION public.f(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE FUNCTION public.h(a integer, VARIADIC b integer[] DEFAULT '{}') RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE VIEW public.v AS SELECT public.f(2) AS x;
CREATE VIEW public.above AS SELECT x FROM public.v;
CREATE VIEW public.many AS SELECT public.h(1) AS x, public.h(1, 2) AS y;
CREATE MATERIALIZED VIEW public.m AS SELECT public.f(2) AS x;
