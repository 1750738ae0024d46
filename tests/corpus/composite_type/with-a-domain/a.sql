CREATE DOMAIN public.d AS integer CONSTRAINT one CHECK (VALUE > 0); CREATE TYPE public.pair AS (a public.d, b text);
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair);
