CREATE FUNCTION public.h() RETURNS fdw_handler LANGUAGE c AS '$libdir/postgres_fdw', 'postgres_fdw_handler';
CREATE FUNCTION public."Va lid"(text[], oid) RETURNS void LANGUAGE c AS '$libdir/file_fdw', 'file_fdw_validator';
CREATE FOREIGN DATA WRAPPER a;
CREATE FOREIGN DATA WRAPPER b HANDLER public.h VALIDATOR pg_catalog.postgresql_fdw_validator;
CREATE FOREIGN DATA WRAPPER c VALIDATOR public."Va lid";
