CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy'); CREATE DOMAIN public.d AS public.mood DEFAULT 'ok'; CREATE TABLE public.t (id integer PRIMARY KEY, v public.mood);
