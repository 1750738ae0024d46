-- attributes stand in another order, of a type in use
CREATE TYPE public.pair AS (b text, a integer);
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair);
