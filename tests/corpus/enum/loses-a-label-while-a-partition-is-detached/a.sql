CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE public.t (id integer, m public.mood) PARTITION BY LIST (id);
CREATE TABLE public.one PARTITION OF public.t FOR VALUES IN (1);
CREATE TABLE public.two PARTITION OF public.t FOR VALUES IN (2);
CREATE VIEW public.v AS SELECT m FROM public.one;
