INSERT INTO public.t VALUES (1, 8), (2, 9);
