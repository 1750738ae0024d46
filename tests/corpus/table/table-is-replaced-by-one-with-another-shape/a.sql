CREATE TABLE public.log (at timestamp, line text);
