-- a wrapper's handler is dropped, and another one made for it: all that stands on the wrapper stays
-- requires: 15
CREATE FUNCTION public.other() RETURNS fdw_handler LANGUAGE c AS '$libdir/postgres_fdw', 'postgres_fdw_handler';
CREATE FOREIGN DATA WRAPPER w HANDLER public.other;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (id integer) SERVER s;
