-- directions and places of NULLs in an index change
CREATE TABLE public.t (a integer, b integer, c integer);
CREATE INDEX t_abc ON public.t (a DESC, b DESC NULLS LAST, c NULLS FIRST);
