CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text);
CREATE INDEX t_old ON public.t (b);
