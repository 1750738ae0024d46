-- an attribute is of a domain, whose default and name of check change
CREATE DOMAIN public.d AS integer DEFAULT 4 CONSTRAINT two CHECK (VALUE > 0); CREATE TYPE public.pair AS (a public.d, b text);
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair);
