INSERT INTO public.sensors VALUES (1, 'air', 1.5, 2.5, NULL), (2, 'water', NULL, NULL, NULL);
