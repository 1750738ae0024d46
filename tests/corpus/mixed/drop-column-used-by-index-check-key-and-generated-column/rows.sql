INSERT INTO public.t VALUES (1, 11, 3);
