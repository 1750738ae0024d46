-- a collation says something else while columns and indexes have it
CREATE COLLATION public.k (PROVIDER = libc, LOCALE = 'POSIX'); CREATE TABLE public.t (id integer PRIMARY KEY, v text COLLATE public.k, w text, CHECK (w COLLATE public.k > '')); CREATE INDEX t_v ON public.t (v); CREATE INDEX t_w ON public.t (w COLLATE public.k);
