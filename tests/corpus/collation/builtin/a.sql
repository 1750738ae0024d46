CREATE COLLATION public.k (PROVIDER = builtin, LOCALE = 'C');
