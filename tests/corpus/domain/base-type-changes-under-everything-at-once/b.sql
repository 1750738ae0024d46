-- the base type of a domain changes under everything that may depend on it
-- requires: 14
CREATE DOMAIN public.amount AS bigint DEFAULT 1 NOT NULL CONSTRAINT ok CHECK (VALUE >= 0);
COMMENT ON CONSTRAINT ok ON DOMAIN public.amount IS 'fine';
CREATE TABLE public.t (id integer PRIMARY KEY, a public.amount, b public.amount DEFAULT 5, c bigint GENERATED ALWAYS AS (a + b) STORED, CONSTRAINT diff CHECK (a <> b));
COMMENT ON COLUMN public.t.c IS 'sum';
CREATE INDEX t_a ON public.t (a) WHERE b > 2;
CREATE STATISTICS public.st ON a, b FROM public.t;
ALTER STATISTICS public.st SET STATISTICS 20;
CREATE VIEW public.v AS SELECT a, c FROM public.t;
COMMENT ON COLUMN public.v.c IS 'c';
CREATE FUNCTION public.f(x public.amount) RETURNS public.amount LANGUAGE sql BEGIN ATOMIC SELECT x; END;
CREATE VIEW public.w AS SELECT public.f(a) AS fa FROM public.t;
CREATE MATERIALIZED VIEW public.m AS SELECT fa FROM public.w;
CREATE UNIQUE INDEX m_fa ON public.m (fa);
