-- an index becomes unique, another one stops being it
CREATE TABLE public.t (a text, b text);
CREATE UNIQUE INDEX t_a ON public.t (a) WHERE a <> '';
CREATE INDEX t_b ON public.t (lower(b));
