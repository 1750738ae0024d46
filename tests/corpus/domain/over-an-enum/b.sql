-- a domain over an enum comes, with a default and a check that speak of labels
CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy'); CREATE DOMAIN public.d AS public.mood DEFAULT 'ok' CHECK (VALUE <> 'sad'::public.mood);
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
