-- the collation of a domain changes
CREATE DOMAIN public.d AS text COLLATE "POSIX";
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
CREATE INDEX t_v ON public.t (v);
