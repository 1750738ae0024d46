-- columns hold rows with an enum that loses a label
CREATE TYPE public.mood AS ENUM ('ok', 'happy');
CREATE TYPE public.pair AS (a public.mood, n integer, many public.mood[]);
COMMENT ON TYPE public.pair IS 'two';
COMMENT ON COLUMN public.pair.a IS 'the first';
CREATE TABLE public.t (id integer PRIMARY KEY, m public.mood DEFAULT 'ok', p public.pair DEFAULT ROW('ok', 1, NULL)::public.pair, ps public.pair[]);
CREATE INDEX t_p ON public.t (((p).n)) WHERE (p).a = 'ok';
COMMENT ON INDEX public.t_p IS 'within';
CREATE VIEW public.v AS SELECT id, (p).a AS a FROM public.t;
COMMENT ON VIEW public.v IS 'seen';
CREATE FUNCTION public.f(p public.pair) RETURNS public.mood LANGUAGE sql AS $$ SELECT (p).a $$;
