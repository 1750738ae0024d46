INSERT INTO public.t VALUES (1, 0), (2, 1);
