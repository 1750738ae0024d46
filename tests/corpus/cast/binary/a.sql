CREATE TYPE public.pair AS (a integer, b integer);
CREATE TYPE public.couple AS (x integer, y integer);
