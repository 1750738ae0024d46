-- comments differ in case, in spaces at the end, in an escape against a real newline, and in unicode normal form
CREATE TABLE public.t (a integer, b integer, c integer, d integer);
COMMENT ON COLUMN public.t.a IS 'same';
COMMENT ON COLUMN public.t.b IS 'same ';
COMMENT ON COLUMN public.t.c IS E'a\nb';
COMMENT ON COLUMN public.t.d IS U&'e\0301';
