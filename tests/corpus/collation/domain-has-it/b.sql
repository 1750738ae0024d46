-- a domain that no column has is over a collation that changes
CREATE COLLATION public.k (PROVIDER = libc, LOCALE = 'POSIX'); CREATE DOMAIN public.d AS text COLLATE public.k; CREATE TYPE public.pair AS (a text COLLATE public.k);
