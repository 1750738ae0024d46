-- an enum loses a label, and a generated column copies a column of it
CREATE TYPE public.mood AS ENUM ('ok', 'happy');
CREATE TABLE public.t (id integer PRIMARY KEY, m public.mood, copy public.mood GENERATED ALWAYS AS (m) STORED, CONSTRAINT same CHECK (copy = m));
CREATE VIEW public.v AS SELECT id, copy FROM public.t;
