CREATE TABLE public.t (a text);
CREATE TABLE public.u (a text);
CREATE INDEX search_idx ON public.t (a);
