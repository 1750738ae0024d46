CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text, c text);
CREATE INDEX t_a ON public.t (a) INCLUDE (b);
