-- a table is marked to be clustered on another index
CREATE TABLE public.t (id integer PRIMARY KEY, at date);
CREATE INDEX t_at ON public.t (at);
ALTER TABLE public.t CLUSTER ON t_at;
