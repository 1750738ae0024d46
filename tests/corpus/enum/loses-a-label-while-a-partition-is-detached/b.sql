-- an enum loses a label while a partition is detached
CREATE TYPE public.mood AS ENUM ('ok', 'happy');
CREATE TABLE public.t (id integer, m public.mood) PARTITION BY LIST (id);
CREATE TABLE public.one (id integer, m public.mood);
CREATE TABLE public.two PARTITION OF public.t FOR VALUES IN (2, 3);
CREATE VIEW public.v AS SELECT m FROM public.one;
