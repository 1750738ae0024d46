INSERT INTO public.parts VALUES (1, NULL, 'car'), (2, 1, 'wheel'), (3, 2, 'bolt');
