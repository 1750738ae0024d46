-- a type in a column gets an attribute while the enum that it holds loses a label
CREATE TYPE public.mood AS ENUM ('ok', 'happy');
CREATE TYPE public.pair AS (a public.mood, n integer);
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair);
