CREATE FUNCTION public.f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE FUNCTION public.h(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE VIEW public.v AS SELECT public.f(1) AS x;
CREATE VIEW public.above AS SELECT x FROM public.v;
CREATE VIEW public.many AS SELECT public.h(1) AS x;
CREATE MATERIALIZED VIEW public.m AS SELECT public.f(1) AS x;
