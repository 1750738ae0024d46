INSERT INTO public.readings VALUES (1, '2023-05-05'), (2, '2024-05-05');
