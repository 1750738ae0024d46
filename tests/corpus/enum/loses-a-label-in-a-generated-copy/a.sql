CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE public.t (id integer PRIMARY KEY, m public.mood, copy public.mood GENERATED ALWAYS AS (m) STORED, CONSTRAINT same CHECK (copy = m));
CREATE VIEW public.v AS SELECT id, copy FROM public.t;
