INSERT INTO public.t VALUES ('A', 1);
