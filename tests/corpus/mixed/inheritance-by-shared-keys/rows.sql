INSERT INTO public.vehicles VALUES (1, 'car', 4, NULL), (2, 'boat', NULL, 12.5);
