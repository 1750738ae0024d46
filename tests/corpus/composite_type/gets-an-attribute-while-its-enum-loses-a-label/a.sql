CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE public.pair AS (a public.mood);
CREATE TABLE public.t (id integer PRIMARY KEY, p public.pair);
