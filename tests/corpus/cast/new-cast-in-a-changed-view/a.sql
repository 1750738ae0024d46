CREATE TYPE public.mood AS ENUM ('1', '2');
CREATE TABLE public.t (m public.mood, n integer);
CREATE VIEW public.v AS SELECT n FROM public.t;
