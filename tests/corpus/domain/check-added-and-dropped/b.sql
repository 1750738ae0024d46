-- a check comes and another goes while rows stay
CREATE DOMAIN public.d AS text CONSTRAINT filled CHECK (VALUE <> '' AND VALUE !~ '^[a:b%]\\');
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
