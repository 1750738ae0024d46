CREATE TYPE public.pair AS (a integer, b text); COMMENT ON TYPE public.pair IS 'old'; COMMENT ON COLUMN public.pair.a IS 'a';
