INSERT INTO public.t VALUES (1, 5, 6), (2, NULL, NULL);
