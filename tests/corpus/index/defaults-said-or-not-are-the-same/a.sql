CREATE TABLE public.t (a integer, b text);
CREATE INDEX t_ab ON public.t (a, b);
CREATE INDEX t_desc ON public.t (a DESC);
