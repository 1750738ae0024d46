CREATE TABLE public.t (id integer PRIMARY KEY, a text, b varchar(9), c jsonb);
CREATE INDEX t_a ON public.t (a);
CREATE INDEX t_c ON public.t USING gin (c);
