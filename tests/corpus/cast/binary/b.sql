-- casts without a function, there and back
CREATE TYPE public.pair AS (a integer, b integer);
CREATE TYPE public.couple AS (x integer, y integer);
CREATE CAST (integer AS date) WITHOUT FUNCTION;
CREATE CAST (date AS integer) WITHOUT FUNCTION;
