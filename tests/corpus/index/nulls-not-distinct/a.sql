CREATE TABLE public.t (a text, b text);
CREATE UNIQUE INDEX t_ab ON public.t (a, b);
