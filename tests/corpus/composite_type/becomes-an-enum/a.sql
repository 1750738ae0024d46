CREATE TYPE public.pair AS (a integer, b text);
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair);
