-- collations come
CREATE SCHEMA s; CREATE COLLATION public.plain (PROVIDER = libc, LOCALE = 'C'); CREATE COLLATION s."My C" (LC_COLLATE = 'C', LC_CTYPE = 'POSIX'); COMMENT ON COLLATION public.plain IS 'bytes';
