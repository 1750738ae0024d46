-- comments of indexes are added, changed and removed
CREATE TABLE public.t (a integer, b integer, c integer);
CREATE INDEX t_a ON public.t (a);
CREATE INDEX t_b ON public.t (b);
CREATE INDEX t_c ON public.t (c);
COMMENT ON INDEX public.t_a IS 'it''s :new, 100%';
COMMENT ON INDEX public.t_b IS 'after';
