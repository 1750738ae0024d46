-- a table becomes a view of the same name, and the views and functions on it change too
-- requires: 14
CREATE TABLE public.raw (id integer, note text);
CREATE VIEW public.t AS SELECT id, note FROM public.raw;
CREATE VIEW public.other AS SELECT id, note FROM public.t;
CREATE VIEW public.on_t AS SELECT t.id, o.note FROM public.t t JOIN public.other o ON o.id = t.id;
COMMENT ON VIEW public.on_t IS 'now with a note';
CREATE FUNCTION public.first(r public.t) RETURNS integer LANGUAGE sql AS $$ SELECT (r).id + 1 $$;
CREATE FUNCTION public.many() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM public.t WHERE id > 0; END;
