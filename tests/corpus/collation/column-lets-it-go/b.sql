-- a column lets go of a collation that goes
CREATE TABLE public.t (id integer PRIMARY KEY, v text); CREATE INDEX t_v ON public.t (v);
