CREATE COLLATION public.k (PROVIDER = libc, LOCALE = 'C'); CREATE TABLE public.t (id integer PRIMARY KEY, v text COLLATE public.k); CREATE INDEX t_v ON public.t (v);
