INSERT INTO public.readings VALUES (1, '2024-05-05', 1.5);
