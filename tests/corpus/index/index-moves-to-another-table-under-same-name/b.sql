-- an index of the same name is on another table
CREATE TABLE public.t (a text);
CREATE TABLE public.u (a text);
CREATE INDEX search_idx ON public.u (a);
