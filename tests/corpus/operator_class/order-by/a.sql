CREATE TABLE public.t (b box);
