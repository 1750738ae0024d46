CREATE TABLE public.t (a integer PRIMARY KEY, b integer);
CREATE INDEX t_b_1 ON public.t (b);
