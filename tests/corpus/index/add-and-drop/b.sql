-- an index is added, another one dropped
CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text);
CREATE INDEX t_new ON public.t (a, b);
