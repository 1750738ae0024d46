CREATE FUNCTION public.diff(a time, b time) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$ SELECT extract(epoch FROM a - b)::double precision $$; CREATE TYPE public.span AS RANGE (SUBTYPE = time);
CREATE TABLE public.t (id integer PRIMARY KEY, r public.span); CREATE INDEX t_r ON public.t USING gist (r);
