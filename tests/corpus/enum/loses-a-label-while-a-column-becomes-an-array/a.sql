CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE public.t (id integer PRIMARY KEY, m public.mood);
CREATE VIEW public.v AS SELECT m FROM public.t;
