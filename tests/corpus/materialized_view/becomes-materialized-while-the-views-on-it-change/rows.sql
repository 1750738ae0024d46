INSERT INTO public.orders VALUES (1, 'a', 1.5), (2, 'b', 2);
