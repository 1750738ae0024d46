-- columns have domains over an enum that loses a label
CREATE TYPE public.mood AS ENUM ('ok', 'happy');
CREATE DOMAIN public.d AS public.mood DEFAULT 'ok' CONSTRAINT no_x CHECK (VALUE <> 'happy'::public.mood);
COMMENT ON DOMAIN public.d IS 'calm';
COMMENT ON CONSTRAINT no_x ON DOMAIN public.d IS 'not happy';
CREATE DOMAIN public.dd AS public.d NOT NULL;
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d, w public.dd, many public.d[], CONSTRAINT calm CHECK (v::public.mood <> 'happy'::public.mood));
CREATE INDEX t_v ON public.t (v);
CREATE MATERIALIZED VIEW public.m AS SELECT id, v, w FROM public.t;
CREATE INDEX m_v ON public.m (v);
COMMENT ON INDEX public.m_v IS 'fast';
