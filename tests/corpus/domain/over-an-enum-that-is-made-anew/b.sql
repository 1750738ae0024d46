-- an enum loses a label, and a domain that no column has is over it
CREATE TYPE public.mood AS ENUM ('ok', 'happy'); CREATE DOMAIN public.d AS public.mood DEFAULT 'ok'; CREATE TABLE public.t (id integer PRIMARY KEY, v public.mood);
