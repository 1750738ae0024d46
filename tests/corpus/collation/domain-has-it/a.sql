CREATE COLLATION public.k (PROVIDER = libc, LOCALE = 'C'); CREATE DOMAIN public.d AS text COLLATE public.k; CREATE TYPE public.pair AS (a text COLLATE public.k);
