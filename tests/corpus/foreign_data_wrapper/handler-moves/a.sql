CREATE FUNCTION public.h() RETURNS fdw_handler LANGUAGE c AS '$libdir/postgres_fdw', 'postgres_fdw_handler';
CREATE FOREIGN DATA WRAPPER w HANDLER public.h;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (id integer) SERVER s;
