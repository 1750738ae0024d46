CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE public.t (id integer PRIMARY KEY, m public.mood) PARTITION BY RANGE (id);
CREATE TABLE public.old (id integer PRIMARY KEY, m public.mood);
CREATE VIEW public.on_old AS SELECT m FROM public.old;
