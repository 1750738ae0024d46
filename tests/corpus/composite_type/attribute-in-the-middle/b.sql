-- an attribute comes in the middle of a type in use and another goes
CREATE TYPE public.pair AS (c boolean, b text);
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair);
