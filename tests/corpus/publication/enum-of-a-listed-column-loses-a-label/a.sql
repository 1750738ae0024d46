CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE public.e (id integer PRIMARY KEY, m public.mood);
CREATE PUBLICATION p FOR TABLE public.e (id, m);
