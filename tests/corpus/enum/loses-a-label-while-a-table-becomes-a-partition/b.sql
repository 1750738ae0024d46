-- an enum loses a label while a table of its own becomes a partition
CREATE TYPE public.mood AS ENUM ('ok', 'happy');
CREATE TABLE public.t (id integer PRIMARY KEY, m public.mood) PARTITION BY RANGE (id);
CREATE TABLE public.old (id integer PRIMARY KEY, m public.mood);
ALTER TABLE public.t ATTACH PARTITION public.old DEFAULT;
CREATE VIEW public.on_old AS SELECT m FROM public.old;
