INSERT INTO public.kinds VALUES (1); INSERT INTO public.t VALUES (20, 5, 1), (20, 6, NULL);
