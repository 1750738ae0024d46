-- an enum loses a label while columns leave it, and the type around it, for others
CREATE TYPE public.mood AS ENUM ('ok', 'happy');
CREATE TYPE public.pair AS (m public.mood, n integer);
CREATE TYPE public.other AS ENUM ('ok', 'happy', 'new');
CREATE TABLE public.t (id integer PRIMARY KEY, m public.other, p public.pair, q text);
CREATE VIEW public.v AS SELECT * FROM public.t;
