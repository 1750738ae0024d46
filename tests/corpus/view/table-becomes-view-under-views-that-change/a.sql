CREATE TABLE public.raw (id integer, note text);
CREATE TABLE public.t (id integer, note text);
CREATE VIEW public.on_t AS SELECT id FROM public.t;
CREATE VIEW public.other AS SELECT id FROM public.raw;
CREATE FUNCTION public.first(r public.t) RETURNS integer LANGUAGE sql AS $$ SELECT (r).id $$;
CREATE FUNCTION public.many() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM public.t; END;
