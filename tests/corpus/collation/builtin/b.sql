-- a builtin collation comes, and another changes
-- requires: 17
CREATE COLLATION public.k (PROVIDER = builtin, LOCALE = 'C.UTF-8'); CREATE COLLATION public.l (PROVIDER = builtin, LOCALE = 'C');
