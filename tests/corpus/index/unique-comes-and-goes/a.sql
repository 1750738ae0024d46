CREATE TABLE public.t (a text, b text);
CREATE INDEX t_a ON public.t (a);
CREATE UNIQUE INDEX t_b ON public.t (lower(b));
