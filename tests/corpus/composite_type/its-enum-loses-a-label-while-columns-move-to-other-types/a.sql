CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE public.pair AS (m public.mood, n integer);
CREATE TYPE public.other AS ENUM ('ok', 'happy', 'new');
CREATE TABLE public.t (id integer PRIMARY KEY, m public.mood, p public.pair, q public.pair);
CREATE VIEW public.v AS SELECT * FROM public.t;
