-- a collation is made anew that a domain and a row type in columns have
CREATE COLLATION public.c (LOCALE = 'POSIX');
CREATE DOMAIN public.d AS text COLLATE public.c CHECK (VALUE <> '');
CREATE TYPE public.pair AS (a text COLLATE public.c, n integer);
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d, p public.pair, w text COLLATE public.c);
CREATE INDEX t_v ON public.t (v, ((p).a));
CREATE VIEW public.v AS SELECT v, (p).a AS a FROM public.t;
