CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (a integer OPTIONS (x '1', y '2'), b integer, c integer OPTIONS (z '1')) SERVER s OPTIONS (t 'u', v 'w');
