-- an attribute is dropped while a column holds rows
CREATE TYPE public.pair AS (a integer);
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair);
