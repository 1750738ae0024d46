CREATE TABLE public.t (words text);
