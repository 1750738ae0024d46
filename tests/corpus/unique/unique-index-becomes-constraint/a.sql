CREATE TABLE public.t (id integer PRIMARY KEY, a text);
CREATE UNIQUE INDEX t_a ON public.t (a);
