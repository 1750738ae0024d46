INSERT INTO public.t VALUES (0, 0), (1, 1);
