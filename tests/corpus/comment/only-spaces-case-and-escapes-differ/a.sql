CREATE TABLE public.t (a integer, b integer, c integer, d integer);
COMMENT ON COLUMN public.t.a IS 'Same';
COMMENT ON COLUMN public.t.b IS 'same';
COMMENT ON COLUMN public.t.c IS 'a\nb';
COMMENT ON COLUMN public.t.d IS 'é';
