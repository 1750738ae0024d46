CREATE TABLE public.t (only_one integer);
