-- indexes with the same definitions as others are added
CREATE TABLE public.t (a integer PRIMARY KEY, b integer);
CREATE INDEX t_b_1 ON public.t (b);
CREATE INDEX t_b_2 ON public.t (b);
CREATE UNIQUE INDEX t_a_again ON public.t (a);
