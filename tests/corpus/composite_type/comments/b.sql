-- comments on a type and its attributes
CREATE TYPE public.pair AS (a integer, b text); COMMENT ON TYPE public.pair IS 'new'; COMMENT ON COLUMN public.pair.b IS 'b';
