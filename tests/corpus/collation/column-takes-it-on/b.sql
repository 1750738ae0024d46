-- a column takes on a collation that is new
CREATE COLLATION public.k (PROVIDER = libc, LOCALE = 'C'); CREATE TABLE public.t (id integer PRIMARY KEY, v text COLLATE public.k);
