CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE public.moods AS RANGE (SUBTYPE = public.mood);
COMMENT ON TYPE public.moods IS 'from to';
CREATE TABLE public.t (id integer PRIMARY KEY, r public.moods DEFAULT '[ok,happy]', rs public.moods[], CONSTRAINT has_ok CHECK (r @> 'ok'::public.mood));
CREATE INDEX t_r ON public.t USING gist (r);
COMMENT ON INDEX public.t_r IS 'ranges';
CREATE VIEW public.v AS SELECT id, lower(r) AS low FROM public.t;
COMMENT ON COLUMN public.v.low IS 'low';
CREATE FUNCTION public.span(a public.mood) RETURNS public.moods LANGUAGE sql IMMUTABLE AS $$ SELECT public.moods(a, a, '[]') $$;
