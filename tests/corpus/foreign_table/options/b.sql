-- the options of foreign tables and of their columns change, come and go
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (a integer OPTIONS (x '2', w '3'), b integer OPTIONS ("Q" 'r'), c integer) SERVER s OPTIONS (v '', n 'new');
