CREATE DOMAIN public.d AS text COLLATE "C";
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
CREATE INDEX t_v ON public.t (v);
