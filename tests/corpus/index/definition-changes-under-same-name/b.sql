-- an index has another definition under the same name
CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text);
CREATE INDEX t_idx ON public.t (b, a);
