CREATE TYPE public.pair AS (a integer, b text);
CREATE TYPE public.outer AS (x public.pair, y public.pair[]); CREATE TABLE public.t (id integer PRIMARY KEY, o public.outer);
