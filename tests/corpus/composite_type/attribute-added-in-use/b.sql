-- an attribute is added while a column holds rows
CREATE TYPE public.pair AS (a integer, b text, c date);
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair);
