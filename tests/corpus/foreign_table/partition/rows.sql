INSERT INTO public.m VALUES (1, '2024-05-05', 'x');
