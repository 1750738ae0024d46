INSERT INTO public.t VALUES (1, 9.5, 2);
