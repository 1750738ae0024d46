CREATE TABLE public.t (a integer, b integer, c integer);
CREATE INDEX t_abc ON public.t (a, b DESC, c);
