CREATE DOMAIN public.amount AS integer CONSTRAINT sane CHECK (VALUE < 100000);
CREATE TYPE public.span AS RANGE (SUBTYPE = public.amount);
COMMENT ON TYPE public.span IS 'from to';
CREATE TYPE public.offer AS (who text, within public.span);
CREATE TABLE public.t (id integer PRIMARY KEY, a public.amount NOT NULL, s public.span, o public.offer, os public.offer[], EXCLUDE USING gist (s WITH &&));
CREATE INDEX t_o ON public.t ((lower((o).within)));
CREATE VIEW public.v AS SELECT id, a, s, (o).who FROM public.t;
