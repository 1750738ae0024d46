-- an attribute changes its type while a column holds arrays of rows
CREATE TYPE public.pair AS (a numeric, b text);
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair[]);
