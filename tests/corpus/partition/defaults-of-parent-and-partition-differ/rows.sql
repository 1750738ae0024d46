INSERT INTO public.t VALUES (1, 'a', 1, 1), (2, 'b', 5, 1);
