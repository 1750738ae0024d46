INSERT INTO public.cities VALUES (1, 'a', '1', 's', 5), (2, 'b', '2', 's', NULL);
